using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>
/// Mixes the factors once for each row of weights, then applies one LoRA to all tokens of that row: best where many tokens share their weights,
/// as those of one task do.
/// </summary>
internal static class MergedParameters
{
    /// <summary>Whether merging costs less than going through all experts for each token.</summary>
    public static bool Pays(PackedExperts experts, RoutingInput input, RoutingWeights weights)
    {
        if (weights.Experts is not null || weights.Granularity == RoutingGranularity.PerToken) return false;
        var (rows, rank, tokens) = (weights.Weights.shape[0], experts.A.shape[0], input.Hidden.shape[0]);
        // Merging reads and writes each factor once, at the pace of memory; a product goes about eight times faster.
        // To know whose token is whose, examples are read on the CPU; elsewhere that would be a wait.
        return rows == 1 || input.Hidden.device_type == DeviceType.CPU && 8 * rows * rank + tokens * experts.Layout.MostRank < tokens * rank;
    }

    public static torch.Tensor Apply(PackedExperts experts, LinearMap map, RoutingInput input, RoutingWeights weights)
    {
        var perExpert = weights.Weights.to_type(input.Hidden.dtype);
        if (perExpert.dim() == 2) perExpert = perExpert.unsqueeze(1);
        var perRow = (perExpert * experts.Scalings.sqrt()).index_select(2, experts.Owners);
        var slots = ParameterMixing.Slots(experts, input.Hidden).t();
        var rows = (int)weights.Weights.shape[0];
        if (rows == 1) return One(experts, map, input.Hidden, perRow[0], slots);

        var members = Members(input, weights, rows);
        var parts = Enumerable.Range(0, rows).Where(row => members[row].Length > 0).ToArray();
        using var order = torch.tensor(parts.SelectMany(row => members[row]).ToArray(), device: input.Hidden.device);
        var sorted = input.Hidden.index_select(0, order);
        var (outputs, begin) = (new List<torch.Tensor>(), 0L);
        foreach (var row in parts)
        {
            outputs.Add(One(experts, map, sorted.narrow(0, begin, members[row].Length), perRow[row], slots));
            begin += members[row].Length;
        }

        return torch.cat(outputs, 0).index_select(0, order.argsort());
    }

    private static torch.Tensor One(PackedExperts experts, LinearMap map, torch.Tensor hidden, torch.Tensor perHead, torch.Tensor slots)
    {
        var a = slots.mm(Weigh(experts.A, perHead, map.InputSize));
        return hidden.mm(a.t()).mm(slots.mm(Weigh(experts.B, perHead, map.OutputSize)));
    }

    // Head h weighs block h of the columns.
    private static torch.Tensor Weigh(torch.Tensor factor, torch.Tensor perHead, int width)
    {
        var heads = perHead.shape[0];
        return (factor.reshape(-1, heads, width / heads) * perHead.t().unsqueeze(2)).reshape(-1, width);
    }

    // The tokens of each row of weights.
    private static long[][] Members(RoutingInput input, RoutingWeights weights, int rows)
    {
        var members = Enumerable.Range(0, rows).Select(_ => new List<long>()).ToArray();
        using var held = input.Examples?.cpu().contiguous();
        var examples = held is null ? new long[input.Hidden.shape[0]] : held.data<long>().ToArray();
        for (var token = 0; token < examples.Length; token++) members[weights.Rows?[(int)examples[token]] ?? (int)examples[token]].Add(token);
        return Array.ConvertAll(members, tokens => tokens.ToArray());
    }
}
