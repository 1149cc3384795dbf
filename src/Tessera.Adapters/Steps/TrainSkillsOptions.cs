using System.ComponentModel.DataAnnotations;
using Tessera.Adapters.Library;
using Tessera.Adapters.Models;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Training.Skills;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/train-skills</c>.</summary>
public sealed class TrainSkillsOptions : LoraTrainingOptions
{
    /// <summary>The base model; it stays as it is.</summary>
    public required LanguageModelFolder Model { get; set; }

    /// <summary>The tasks; the training examples of those that are not held out are learned.</summary>
    public required TaskSplit Tasks { get; set; }

    /// <summary>What decides how much of which skill a task uses, and learns with the skills: <c>router/poly</c>, <c>router/mhr</c>, or another that mixes parameters and decides by the task.</summary>
    public required Part<IRouter> Router { get; set; }

    /// <summary>How many skills there are.</summary>
    /// <value>By default 8, or as many as <see cref="Start"/> has.</value>
    [Range(1, 4096)]
    public int? Skills { get; set; }

    /// <summary>Skills to go on from, as <c>step/train-skills</c> makes them; where they were trained with the same router on the same tasks, the routing goes on, too.</summary>
    public ExpertLibrary? Start { get; set; }

    /// <summary>Which maps share the weights that a task learns.</summary>
    /// <value>By default each map has weights of its own.</value>
    public RoutingUnit Unit { get; set; }

    /// <summary>How many examples a step takes, in all; every task gives as many as any other.</summary>
    /// <value>The default value is 32.</value>
    [Range(1, 1_000_000)]
    public int Batch { get; set; } = 32;

    /// <summary>The full learning rate of what decides between skills.</summary>
    /// <value>The default value is 0.1, as in the code of the paper.</value>
    [Range(1e-12, 100.0)]
    public double RoutingLearningRate { get; set; } = 0.1;

    /// <summary>During how many last steps the learned weights give way to the average (µ), along a quarter of a cosine.</summary>
    /// <value>The default value is 0: never.</value>
    [Range(0, 10_000_000)]
    public int AverageSteps { get; set; }
}
