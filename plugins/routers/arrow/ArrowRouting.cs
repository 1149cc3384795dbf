using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Arrow;

/// <summary>Scores tokens against prototypes, in single precision or better whatever the states' type. Nothing is normalised: |x · v|, as in the paper's code, not a cosine.</summary>
internal sealed class ArrowRouting(ArrowPrototypes prototypes, ArrowOptions options) : IMapRouting
{
    private readonly bool _whole = prototypes.AreOfAll;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = new Dictionary<string, torch.Tensor>();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> State { get; } = prototypes.ToState();

    /// <inheritdoc/>
    public RoutingWeights Route(RoutingInput input)
    {
        using var scope = torch.NewDisposeScope();
        var (hidden, directions) = (input.Hidden, prototypes.Directions);
        var type = hidden.dtype == torch.ScalarType.Float64 || directions.dtype == torch.ScalarType.Float64 ? torch.ScalarType.Float64 : torch.ScalarType.Float32;
        var scores = hidden.to_type(type).mm(directions.to(hidden.device).to_type(type).t());
        var weights = TopExperts.Choose(scores, options.TopK, options.Temperature, magnitudes: true, _whole ? null : prototypes.Experts);
        weights.Weights.MoveToOuterDisposeScope();
        weights.Experts?.MoveToOuterDisposeScope();
        return weights;
    }

    /// <inheritdoc/>
    public void Dispose() => prototypes.Dispose();
}
