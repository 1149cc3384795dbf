using Tessera.Sdk.Parts;

namespace Tessera.Models.Table;

/// <summary>Options of <c>model/table</c>.</summary>
public sealed class TableModelOptions
{
    /// <summary>The table of probabilities, a JSON file in the format of docs/table-model.md.</summary>
    [InputPath]
    public required string File { get; set; }
}
