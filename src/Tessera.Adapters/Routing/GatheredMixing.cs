using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>
/// Mixes the few experts of few tokens by general operators: their factors are gathered, token by token, and multiplied in one batch.
/// Nothing is read back from a device. Gradients flow.
/// </summary>
internal static class GatheredMixing
{
    /// <summary>The most numbers that are gathered at once; more tokens are taken a part at a time.</summary>
    private const long MostGathered = 1 << 26;

    public static torch.Tensor Apply(PackedExperts experts, RoutingInput input, TokenChoices choices, ExpertMixing mixing)
    {
        var hidden = input.Hidden;
        var perToken = choices.Width * experts.Layout.MostRank * (hidden.shape[1] + experts.B.shape[1]);
        var most = Math.Max(1, MostGathered / Math.Max(1, perToken));
        var (rows, present) = Tables(experts, hidden);
        var parts = new List<torch.Tensor>();
        for (var from = 0L; from < hidden.shape[0]; from += most)
        {
            var count = Math.Min(most, hidden.shape[0] - from);
            parts.Add(Mix(experts, hidden.narrow(0, from, count), choices.Experts.narrow(0, from, count), choices.Weights.narrow(0, from, count), mixing, rows, present));
        }

        return parts.Count == 1 ? parts[0] : torch.cat(parts, 0);
    }

    private static torch.Tensor Mix(PackedExperts experts, torch.Tensor hidden, torch.Tensor chosen, torch.Tensor weights, ExpertMixing mixing, torch.Tensor rows, torch.Tensor present)
    {
        var (tokens, width, rank) = (hidden.shape[0], chosen.shape[1], (long)experts.Layout.MostRank);
        var flat = chosen.reshape(-1);
        var places = rows.index_select(0, flat).reshape(-1);
        var mask = present.index_select(0, flat).reshape(tokens, width, rank);
        var a = experts.A.index_select(0, places).reshape(tokens, width * rank, -1);
        var b = experts.B.index_select(0, places).reshape(tokens, width * rank, -1);
        var inner = a.bmm(hidden.unsqueeze(2)).reshape(tokens, width, rank);
        var mixed = ChoiceSums.Mix(experts, inner, flat, weights, mask, mixing);
        return mixed.reshape(tokens, 1, width * rank).bmm(b).squeeze(1);
    }

    // For each expert its rows, (E, R), and which of them exist; the others stand for row 0.
    private static (torch.Tensor Rows, torch.Tensor Present) Tables(PackedExperts experts, torch.Tensor like)
    {
        var (layout, rank) = (experts.Layout, experts.Layout.MostRank);
        var (rows, present) = (new long[layout.Count * rank], new double[layout.Count * rank]);
        for (var expert = 0; expert < layout.Count; expert++)
        for (var row = 0; row < layout.Ranks[expert]; row++)
            (rows[expert * rank + row], present[expert * rank + row]) = (layout.Starts[expert] + row, 1);
        return (torch.tensor(rows, [layout.Count, rank], device: like.device), torch.tensor(present, [layout.Count, rank], like.dtype, like.device));
    }
}
