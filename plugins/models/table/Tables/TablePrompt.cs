namespace Tessera.Models.Table.Tables;

/// <summary>A prompt with everything that follows from it.</summary>
/// <param name="Layer">Which layer it is one of, from 0.</param>
/// <param name="Outputs">What is answered, by input and, after the first layer, hidden text.</param>
/// <param name="Proposals">What is proposed when a better prompt is asked for.</param>
internal sealed record TablePrompt(
    int Layer, IReadOnlyDictionary<RowKey, ContinuationDistribution> Outputs, ContinuationDistribution Proposals);
