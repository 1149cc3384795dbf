namespace Tessera.Models.Table.Tables;

/// <summary>A table of probabilities as its file gives it.</summary>
/// <param name="Name">The table's name.</param>
/// <param name="ContentHash">What decides every answer: the hash of the file.</param>
/// <param name="Inputs">The inputs' ids by their canonical texts.</param>
/// <param name="Layers">From input to output: all but the last write hidden texts, which the next one reads beside the input.</param>
internal sealed record ProbabilityTable(
    string Name, string ContentHash, IReadOnlyDictionary<string, string> Inputs, IReadOnlyList<TableLayer> Layers)
{
    /// <summary>The prompts of all layers by their canonical texts.</summary>
    public IReadOnlyDictionary<string, TablePrompt> Prompts { get; } = Layers.SelectMany(layer => layer.Prompts).ToDictionary(StringComparer.Ordinal);
}
