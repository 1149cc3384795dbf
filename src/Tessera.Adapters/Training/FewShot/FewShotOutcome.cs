using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Training.FewShot;

/// <summary>What tasks became.</summary>
/// <param name="Adapted">All that each task uses, as one LoRA; its factors are in the dispose scope that was given.</param>
/// <param name="Losses">The losses of each task, by step.</param>
internal sealed record FewShotOutcome(IReadOnlyList<IReadOnlyDictionary<string, LoraFactors>> Adapted, IReadOnlyList<IReadOnlyList<float>> Losses);
