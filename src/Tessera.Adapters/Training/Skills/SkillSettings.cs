using Tessera.Adapters.Lora;
using Tessera.Adapters.Training.Experts;

namespace Tessera.Adapters.Training.Skills;

/// <summary>What skills adapt, and how they begin.</summary>
public sealed record SkillSettings
{
    /// <summary>How many skills there are, K.</summary>
    /// <value>The default value is 8.</value>
    public int Skills { get; init; } = 8;

    /// <summary>What each skill adapts, its rank and its scaling.</summary>
    public LoraSettings Lora { get; init; } = new();

    /// <summary>How the factors A begin. As <see cref="LoraInitialization.Peft"/> does it for Poly, the bound is that of one head's block: 1 / √(d_in / heads).</summary>
    /// <value>The default value is <see cref="LoraInitialization.FanIn"/>.</value>
    public LoraInitialization Initialization { get; init; } = LoraInitialization.FanIn;

    /// <summary>Which maps share weights.</summary>
    /// <value>By default each map has weights of its own.</value>
    public RoutingUnit Unit { get; init; }

    /// <summary>
    /// Whether each task trains by itself, side by side with the others, with a copy of the skills of its own; the examples of a step are then those of
    /// the first task, then as many of the second, and so on. Otherwise all tasks train one inventory together.
    /// </summary>
    /// <value>The default value is false.</value>
    public bool IsEachTaskAlone { get; init; }

    /// <summary>Whether the skills stay as they are, and only the routing learns.</summary>
    /// <value>The default value is false.</value>
    public bool AreSkillsFrozen { get; init; }

    /// <summary>When the learned weights give way to the average; null for never.</summary>
    public AveragingSchedule? Averaging { get; init; }
}
