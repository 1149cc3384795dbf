using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.ZeroShot;

/// <summary>Options of <c>optimizer/zero-shot</c>.</summary>
public sealed class ZeroShotOptions
{
    /// <summary>By what the prompt is scored. Its accuracy is measured in any case.</summary>
    /// <value>The default value is <see cref="PromptScoring.LogProbability"/>.</value>
    public PromptScoring Scoring { get; set; } = PromptScoring.LogProbability;
}
