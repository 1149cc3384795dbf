using System.ComponentModel.DataAnnotations;
using Tessera.Adapters.Library;
using Tessera.Adapters.Training.FewShot;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Adapters.Steps;

/// <summary>A way to learn a new task from few examples.</summary>
public sealed class FewShotMethod
{
    /// <summary>What it is called.</summary>
    [MinLength(1)]
    public required string Name { get; set; }

    /// <summary>What it goes on from: a single expert, or skills. Rank, scaling and maps are then those of the library.</summary>
    /// <value>By default it is a LoRA from scratch.</value>
    public ExpertLibrary? Start { get; set; }

    /// <summary>What mixes the skills of <see cref="Start"/>, anew for each task; needed where they are several, but to learn their average.</summary>
    public Part<IRouter>? Router { get; set; }

    /// <summary>What learns.</summary>
    /// <value>The default value is <c>all</c>.</value>
    public FewShotLearning Learn { get; set; }

    /// <summary>The full learning rate of factors.</summary>
    /// <value>By default that of the step.</value>
    [Range(1e-12, 100.0)]
    public double? LearningRate { get; set; }

    /// <summary>The full learning rate of what decides between skills.</summary>
    /// <value>By default that of the step.</value>
    [Range(1e-12, 100.0)]
    public double? RoutingLearningRate { get; set; }
}
