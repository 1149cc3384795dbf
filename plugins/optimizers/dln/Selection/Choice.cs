namespace Tessera.Optimizers.Dln.Selection;

/// <summary>Which candidates were chosen, and how all of them compare.</summary>
/// <param name="Indices">For each layer the index of the chosen candidate.</param>
/// <param name="Scores">For each layer the scores of its candidates; larger is better; NaN for those that were not scored to the end.</param>
/// <param name="Score">What the chosen ones reach together on the batch, as it is logged.</param>
internal sealed record Choice(IReadOnlyList<int> Indices, IReadOnlyList<IReadOnlyList<double>> Scores, double Score);
