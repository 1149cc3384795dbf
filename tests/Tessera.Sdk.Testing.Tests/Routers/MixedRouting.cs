using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Sdk.Testing.Tests.Routers;

/// <summary>A soft routing that can be turned into the average.</summary>
internal sealed class MixedRouting(SoftRouting routing) : IAveragedRouting
{
    /// <summary>1 for a share that leads straight from one to the other.</summary>
    public double LearnedPower { get; init; } = 1;

    public double LearnedShare { get; set; } = 1;

    public IReadOnlyDictionary<string, torch.Tensor> Parameters => routing.Parameters;

    public IReadOnlyDictionary<string, torch.Tensor> State => routing.State;

    public RoutingWeights Route(RoutingInput input)
    {
        using var scope = torch.NewDisposeScope();
        using var learned = routing.Route(input);
        var share = Math.Pow(LearnedShare, LearnedPower);
        return RoutingWeights.Dense(RoutingGranularity.PerToken, learned.Weights.Times(share).Plus((1 - share) / learned.Weights.shape[1]).MoveToOuterDisposeScope());
    }

    public void Dispose() => routing.Dispose();
}
