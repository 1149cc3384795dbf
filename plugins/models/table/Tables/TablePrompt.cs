namespace Tessera.Models.Table.Tables;

/// <summary>A prompt with everything that follows from it.</summary>
/// <param name="Outputs">What is answered, by input and, in a second layer, hidden text.</param>
/// <param name="Proposals">What is proposed when a better prompt is asked for.</param>
internal sealed record TablePrompt(
    IReadOnlyDictionary<RowKey, ContinuationDistribution> Outputs, ContinuationDistribution Proposals);
