using Tessera.Adapters.Training.Optimisation;

namespace Tessera.Adapters.Training;

/// <summary>How something is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>How many steps there are, and how the learning rate changes over them.</summary>
    public required LearningSchedule Schedule { get; init; }

    /// <summary>The full learning rate of factors.</summary>
    /// <value>The default value is 5e-3.</value>
    public double LearningRate { get; init; } = 5e-3;

    /// <summary>The full learning rate of what decides between experts.</summary>
    /// <value>The default value is 0.1, as in the code of the paper.</value>
    public double RoutingLearningRate { get; init; } = 0.1;

    /// <summary>Decay, moments and clipping.</summary>
    public AdamWOptions Optimiser { get; init; } = new();

    /// <summary>After how many steps a checkpoint is kept.</summary>
    /// <value>The default value is 50.</value>
    public int CheckpointEvery { get; init; } = 50;

    /// <summary>How many tokens go through the model at a time, padding included, where what is trained can be taken in parts. Results are the same up to rounding.</summary>
    /// <value>The default value is 2048: so many hidden states of a small model stay near the processor.</value>
    public int TokensPerPass { get; init; } = 2048;

    /// <summary>How many parts of a step, and then how many parameters, are worked on at a time, each by one thread. Results are the same up to rounding.</summary>
    /// <value>By default as many as there are processors, and one where the model is on another device.</value>
    public int? Threads { get; init; }
}
