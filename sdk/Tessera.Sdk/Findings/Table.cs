using System.Text.Json.Nodes;

namespace Tessera.Sdk.Findings;

/// <summary>Rows under named columns.</summary>
public sealed record Table : Finding
{
    /// <summary>The columns' headings.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The rows, each with one cell a column: text, number, truth value or null.</summary>
    public required IReadOnlyList<IReadOnlyList<JsonNode?>> Rows { get; init; }
}
