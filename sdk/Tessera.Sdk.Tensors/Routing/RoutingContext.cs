using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Sdk.Tensors.Routing;

/// <summary>What a router is told when it prepares a map.</summary>
public sealed record RoutingContext
{
    /// <summary>The tasks' names, by which <see cref="RoutingInput.Tasks"/> are numbered; empty where tasks are not known.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>What is known of the experts beside their weights, in the order of the banks; empty where nothing is.</summary>
    public IReadOnlyList<ExpertInfo> Experts { get; init; } = [];

    /// <summary>The origin of random choices for this map.</summary>
    public Seed Seed { get; init; }

    /// <summary>A state saved from an equal routing, which then need not be computed; null for none.</summary>
    public IReadOnlyDictionary<string, torch.Tensor>? State { get; init; }
}
