using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Merging;

/// <summary>An expert of one map in a merge.</summary>
/// <param name="Name">The expert's name.</param>
/// <param name="Weight">How much of it there is; it may be negative.</param>
/// <param name="Factors">Its factors.</param>
internal sealed record WeightedExpert(string Name, double Weight, LoraFactors Factors);
