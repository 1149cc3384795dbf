using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Arrow;

/// <summary>Scores tokens against prototypes, in single precision or better whatever the states' type. Nothing is normalised: |x · v|, as in the paper's code, not a cosine.</summary>
internal sealed class ArrowRouting(ArrowPrototypes prototypes, ArrowOptions options) : IMapRouting
{
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
        var scores = hidden.to_type(type).mm(directions.to(hidden.device).to_type(type).t()).abs() / options.Temperature;
        var available = (int)scores.shape[1];
        var width = options.TopK == 0 ? available : Math.Min(options.TopK, available);

        // A stable order, so that the expert with the lower index wins a tie on every machine.
        var (sorted, order) = scores.sort(dim: 1, descending: true, stable: true);
        var weights = torch.nn.functional.softmax(sorted.narrow(1, 0, width), 1);
        var experts = prototypes.Experts.to(order.device).index_select(0, order.narrow(1, 0, width).reshape(-1)).reshape(scores.shape[0], width);
        return RoutingWeights.Chosen(RoutingGranularity.PerToken, weights.MoveToOuterDisposeScope(), experts.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose() => prototypes.Dispose();
}
