using System.ComponentModel.DataAnnotations;
using Tessera.Adapters.Library;
using Tessera.Adapters.Models;
using Tessera.Adapters.Tasks;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/train-experts</c>.</summary>
public sealed class TrainExpertsOptions : LoraTrainingOptions
{
    /// <summary>The base model; it stays as it is.</summary>
    public required LanguageModelFolder Model { get; set; }

    /// <summary>The tasks; the training examples of those that are not held out are learned.</summary>
    public required TaskSplit Tasks { get; set; }

    /// <summary>Whether one expert learns all tasks.</summary>
    /// <value>By default each task has an expert of its own.</value>
    public bool Shared { get; set; }

    /// <summary>What <c>step/cluster</c> found among experts that are named after their tasks: one expert learns the tasks of each cluster.</summary>
    public ClusteredExperts? Clusters { get; set; }

    /// <summary>How many examples of a step each expert learns from; they are shared evenly among its tasks.</summary>
    /// <value>The default value is 32.</value>
    [Range(1, 1_000_000)]
    public int Batch { get; set; } = 32;

    /// <summary>
    /// Whether all experts begin with the same A, as they do that are trained one by one with the same seed. Only then do factors of experts resemble each other
    /// where their tasks do; their products may also otherwise.
    /// </summary>
    /// <value>The default value is false: each begins with its own.</value>
    public bool CommonStart { get; set; }

    /// <summary>
    /// Experts to go on from: each expert from that of its name, or all of them from the only one there is, such as one that was trained on all tasks. They have to have
    /// the rank and the maps that are asked for.
    /// </summary>
    /// <value>By default experts begin with nothing.</value>
    public ExpertLibrary? Start { get; set; }

    /// <summary>How many experts train side by side, which bounds the memory. Each becomes the same whatever this is, up to rounding.</summary>
    /// <value>By default all of them.</value>
    [Range(1, 1_000_000)]
    public int? SideBySide { get; set; }
}
