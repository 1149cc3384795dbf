namespace Tessera.Models.Table.Tables;

/// <summary>One layer of a table.</summary>
/// <param name="Outputs">The outputs' ids by their canonical texts.</param>
/// <param name="Prompts">The prompts by their canonical texts.</param>
internal sealed record TableLayer(IReadOnlyDictionary<string, string> Outputs, IReadOnlyDictionary<string, TablePrompt> Prompts);
