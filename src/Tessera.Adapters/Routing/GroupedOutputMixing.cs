using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>Mixes outputs of the few experts that each token chose: tokens are gathered by expert, and one pair of products serves each.</summary>
internal static class GroupedOutputMixing
{
    public static torch.Tensor Apply(PackedExperts experts, RoutingInput input, RoutingWeights weights)
    {
        var hidden = input.Hidden;
        var output = torch.zeros(hidden.shape[0], experts.B.shape[0], hidden.dtype, hidden.device);
        var width = weights.Weights.shape[1];
        if (width == 0) return output;
        var chosen = weights.Experts!.reshape(-1);
        // Stable, so that each expert meets its tokens in their order and sums round the same on every machine.
        var (_, order) = chosen.sort(dim: 0, descending: false, stable: true);
        var tokens = order.div(width, torch.RoundingMode.floor);
        var counts = chosen.bincount(null, experts.Count).cpu().data<long>().ToArray();
        var scaled = weights.Weights.to_type(hidden.dtype).reshape(-1) * experts.Scalings.index_select(0, chosen);
        var begin = 0L;
        for (var expert = 0; expert < experts.Count; expert++)
        {
            var (first, count) = (begin, counts[expert]);
            begin += count;
            var columns = experts.Ranges[expert];
            if (count == 0 || columns.Start.Equals(columns.End)) continue;
            using var scope = torch.NewDisposeScope();
            var (from, length) = (columns.Start.Value, columns.End.Value - columns.Start.Value);
            var rows = tokens.narrow(0, first, count);
            var inner = hidden.index_select(0, rows).mm(experts.A.narrow(0, from, length).t());
            var weighted = inner * scaled.index_select(0, order.narrow(0, first, count)).unsqueeze(1);
            output.index_add_(0, rows, weighted.mm(experts.B.narrow(1, from, length).t()), 1);
        }

        return output;
    }
}
