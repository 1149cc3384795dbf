namespace Tessera.Models.Table.Tables;

/// <summary>A table of probabilities as its file gives it.</summary>
/// <param name="Name">The table's name.</param>
/// <param name="ContentHash">What decides every answer: the hash of the file.</param>
/// <param name="Inputs">The inputs' ids by their canonical texts.</param>
/// <param name="Layers">One layer (input to answer) or two (input to hidden text, hidden text to answer).</param>
internal sealed record ProbabilityTable(
    string Name, string ContentHash, IReadOnlyDictionary<string, string> Inputs, IReadOnlyList<TableLayer> Layers);
