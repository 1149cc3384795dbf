using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Library;

/// <summary>An expert that is to be written.</summary>
public sealed record ExpertDraft
{
    /// <summary>Its name, which is the name of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>Its factors by the name of the map that they adapt; ranks and scalings may differ. The tensors stay the caller's.</summary>
    public required IReadOnlyDictionary<string, LoraFactors> Factors { get; init; }

    /// <summary>Where it comes from.</summary>
    public ExpertRecord Record { get; init; } = new();

    /// <summary>Whether scalings are written as alpha / √rank, which PEFT calls <c>use_rslora</c>, and not as alpha / rank. The experts are the same.</summary>
    public bool IsRankStabilised { get; init; }

    /// <summary>What PEFT calls the type of the task; null for none.</summary>
    /// <value>The default value is <c>CAUSAL_LM</c>.</value>
    public string? TaskType { get; init; } = "CAUSAL_LM";
}
