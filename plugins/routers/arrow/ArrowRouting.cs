using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Arrow;

/// <summary>Scores tokens against prototypes, in single precision or better whatever the states' type. Nothing is normalised: |x · v|, as in the paper's code, not a cosine.</summary>
internal sealed class ArrowRouting(ExpertPrototypes prototypes, ArrowOptions options) : IMapRouting
{
    private readonly bool _whole = prototypes.AreOfAll;

    // Kept, so that it is not collected while libtorch reads it.
    private readonly Scalar _scale = options.Scale.ToScalar();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = new Dictionary<string, torch.Tensor>();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> State { get; } = prototypes.ToState();

    /// <inheritdoc/>
    public RoutingWeights Route(RoutingInput input)
    {
        using var scope = torch.NewDisposeScope();
        var scores = prototypes.Score(input.Hidden);
        var chosen = TopExperts.Choose(scores, options.TopK, options.Temperature, magnitudes: true, _whole ? null : prototypes.Experts);
        // Not in their place: a gradient needs what the softmax gave.
        var weights = (options.Scale == 1 ? chosen.Weights : chosen.Weights.mul(_scale)).MoveToOuterDisposeScope();
        return chosen.Experts is { } experts ? RoutingWeights.Chosen(RoutingGranularity.PerToken, weights, experts.MoveToOuterDisposeScope()) : RoutingWeights.Dense(RoutingGranularity.PerToken, weights);
    }

    /// <inheritdoc/>
    public void Dispose() => prototypes.Dispose();
}
