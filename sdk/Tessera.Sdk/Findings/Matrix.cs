namespace Tessera.Sdk.Findings;

/// <summary>Numbers for each pair of a row and a column, such as similarities or routing weights.</summary>
public sealed record Matrix : Finding
{
    /// <summary>The rows' names.</summary>
    public required IReadOnlyList<string> RowNames { get; init; }

    /// <summary>The columns' names.</summary>
    public required IReadOnlyList<string> ColumnNames { get; init; }

    /// <summary>The values, row by row.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Values { get; init; }
}
