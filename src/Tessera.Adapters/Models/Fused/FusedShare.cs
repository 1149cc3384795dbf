namespace Tessera.Adapters.Models.Fused;

/// <summary>The sequences of a batch that use the same factors.</summary>
/// <param name="Factors">The factors for each group of maps, in the decoder's order; null where nothing is adapted.</param>
/// <param name="Sequences">The sequences' places in the batch.</param>
internal sealed record FusedShare(IReadOnlyList<FactorViews?> Factors, IReadOnlyList<int> Sequences);
