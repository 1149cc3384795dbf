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
}
