using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>
/// Mixes the factors before the product without ever making them: with z = Σ_e w_e √s_e A_e x, of the size of a rank,
/// y = Σ_e w_e √s_e B_e z. With several heads, head h weighs block h of what A reads and block h of what B writes.
/// </summary>
internal static class ParameterMixing
{
    public static torch.Tensor Apply(PackedExperts experts, LinearMap map, RoutingInput input, RoutingWeights weights)
    {
        var heads = weights.Heads;
        var hidden = input.Hidden;
        var spread = TokenWeights.Spread(input, weights, experts.Count);
        var perHead = (spread.dim() == 3 ? spread : spread.unsqueeze(1)) * experts.Scalings.sqrt();
        var columns = perHead.index_select(2, experts.Owners);
        var slots = Slots(experts, hidden);

        // Rows of equal place within their experts add up: a rank that an expert lacks is as if it were zero.
        var (readWidth, writeWidth) = (map.InputSize / heads, map.OutputSize / heads);
        torch.Tensor? inner = null;
        for (var head = 0; head < heads; head++)
        {
            var read = hidden.narrow(1, head * readWidth, readWidth).mm(experts.A.narrow(1, head * readWidth, readWidth).t());
            var mixed = (read * columns.select(1, head)).mm(slots);
            inner = inner is null ? mixed : inner.Plus(mixed);
        }

        var outer = inner!.mm(slots.t());
        var (b, written) = (experts.B, new torch.Tensor[heads]);
        for (var head = 0; head < heads; head++) written[head] = (outer * columns.select(1, head)).mm(b.narrow(1, head * writeWidth, writeWidth));
        return heads == 1 ? written[0] : torch.cat(written, 1);
    }

    /// <summary>Which place each row has within its expert, (Σr, R), ones and zeros.</summary>
    public static torch.Tensor Slots(PackedExperts experts, torch.Tensor like)
    {
        using var index = torch.tensor(experts.Layout.Places, device: like.device);
        return torch.nn.functional.one_hot(index, experts.Layout.MostRank).to_type(like.dtype);
    }
}
