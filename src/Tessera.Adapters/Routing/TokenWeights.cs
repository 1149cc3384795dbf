using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>Spreads routing weights to one row a token.</summary>
internal static class TokenWeights
{
    /// <summary>Dense weights, (tokens, E) or (tokens, heads, E); a first size of 1 where they hold for all tokens.</summary>
    public static torch.Tensor Spread(RoutingInput input, RoutingWeights weights, int expertCount)
    {
        var dense = weights.ToDense(expertCount).to_type(input.Hidden.dtype);
        var rows = weights.Granularity switch
        {
            RoutingGranularity.Constant => 1,
            RoutingGranularity.PerExample => input.ExampleCount,
            _ => (int)input.Hidden.shape[0],
        };
        if (dense.shape[0] != rows || dense.shape[^1] != expertCount)
            throw new ArgumentException($"{weights.Granularity} weights for {expertCount} experts have {rows} rows, not the shape ({string.Join(", ", dense.shape)}).", nameof(weights));
        if (weights.Granularity != RoutingGranularity.PerExample) return dense;
        return input.Examples is { } examples ? dense.index_select(0, examples) : dense.expand([input.Hidden.shape[0], .. dense.shape[1..]]);
    }
}
