using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Training.Losses;

/// <summary>What an adaptation is told while a loss is computed.</summary>
/// <param name="Training">Whether the adaptation may sample and drop out.</param>
/// <param name="Seed">The origin of its random choices.</param>
public readonly record struct LossContext(bool Training, Seed Seed);
