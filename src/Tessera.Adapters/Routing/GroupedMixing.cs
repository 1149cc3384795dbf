using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>
/// Mixes the few experts of many tokens by general operators: tokens are gathered by expert, and one pair of products serves each.
/// Gradients flow.
/// </summary>
internal static class GroupedMixing
{
    public static torch.Tensor Apply(PackedExperts experts, RoutingInput input, TokenChoices choices, ExpertMixing mixing)
    {
        var (hidden, layout, width, rank) = (input.Hidden, experts.Layout, choices.Width, (long)experts.Layout.MostRank);
        var chosen = choices.Experts.contiguous().reshape(-1);
        var slots = ExpertSlots.Sort(TensorMemory.Span(chosen), layout.Count);
        var order = torch.tensor(Array.ConvertAll(slots.Order, slot => (long)slot));
        var tokens = torch.tensor(Array.ConvertAll(slots.Order, slot => (long)(slot / width)));
        var present = layout.Ranks.Index().Where(expert => expert.Item > 0 && slots.Begins[expert.Index + 1] > slots.Begins[expert.Index]).Select(expert => expert.Index).ToList();
        (long From, long Count) Segment(int expert) => (slots.Begins[expert], slots.Begins[expert + 1] - slots.Begins[expert]);

        var inner = torch.zeros(chosen.shape[0], rank, hidden.dtype, hidden.device);
        foreach (var expert in present)
        {
            using var scope = torch.NewDisposeScope();
            var (from, count) = Segment(expert);
            var product = hidden.index_select(0, tokens.narrow(0, from, count)).mm(experts.A.narrow(0, layout.Starts[expert], layout.Ranks[expert]).t());
            inner.narrow(1, 0, layout.Ranks[expert]).index_copy_(0, order.narrow(0, from, count), product);
        }

        // What an expert lacks is zero in inner; its sums are not asked for below.
        var mask = torch.ones(1, 1, 1, hidden.dtype, hidden.device);
        var mixed = ChoiceSums.Mix(experts, inner.reshape(-1, width, rank), chosen, choices.Weights, mask, mixing).reshape(-1, rank).index_select(0, order);
        var output = torch.zeros(hidden.shape[0], experts.B.shape[1], hidden.dtype, hidden.device);
        foreach (var expert in present)
        {
            using var scope = torch.NewDisposeScope();
            var (from, count) = Segment(expert);
            var part = mixed.narrow(0, from, count).narrow(1, 0, layout.Ranks[expert]).mm(experts.B.narrow(0, layout.Starts[expert], layout.Ranks[expert]));
            output.AccumulateAt(0, tokens.narrow(0, from, count), part);
        }

        return output;
    }
}
