using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Sdk.Tensors.Routing;

/// <summary>Makes weights of scores: keeps the best few experts of each token, and weighs them by a softmax over those.</summary>
/// <remarks>
/// Where no gradients are needed and scores are in single precision on the CPU, one vectorised pass over their memory does it all, many times
/// faster than sorting by general operators; otherwise general operators do, through which gradients flow. Both give the same.
/// </remarks>
public static class TopExperts
{
    /// <summary>More than these are sorted by general operators.</summary>
    private const int MostInOnePass = 32;

    /// <summary>Chooses the experts of the highest scores, the lowest index first where scores are equal.</summary>
    /// <param name="scores">One row a token, one column a candidate, (tokens, P). A row with NaN gives weights that are NaN, and spoils no other.</param>
    /// <param name="count">How many each token uses; 0, or as many as there are or more, for all of them.</param>
    /// <param name="temperature">What scores are divided by before the softmax.</param>
    /// <param name="magnitudes">Whether the absolute values of the scores count.</param>
    /// <param name="experts">The expert that each column stands for, (P), 64-bit; null where columns are the experts, in order.</param>
    /// <returns>Weights for each token; dense ones where columns are experts and all are used, otherwise of chosen experts.</returns>
    /// <exception cref="ArgumentException">Scores are not (tokens, P) floating-point numbers, or <paramref name="experts"/> is not (P).</exception>
    public static RoutingWeights Choose(torch.Tensor scores, int count, double temperature = 1, bool magnitudes = false, torch.Tensor? experts = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(temperature, 0);
        if (scores.dim() != 2 || !scores.is_floating_point()) throw new ArgumentException($"Scores are (tokens, candidates), not ({string.Join(", ", scores.shape)}) of {scores.dtype}.", nameof(scores));
        var candidates = (int)scores.shape[1];
        if (experts is not null && (experts.dim() != 1 || experts.shape[0] != candidates || experts.dtype != torch.ScalarType.Int64))
            throw new ArgumentException($"There are {candidates} candidates, and the experts are ({string.Join(", ", experts.shape)}) of {experts.dtype}.", nameof(experts));
        using var scope = torch.NewDisposeScope();
        var all = count == 0 || count >= candidates;
        if (all && experts is null)
            return RoutingWeights.Dense(RoutingGranularity.PerToken, torch.nn.functional.softmax((magnitudes ? scores.abs() : scores).Over(temperature), 1).MoveToOuterDisposeScope());
        var width = all ? candidates : count;
        var (weights, columns) = width <= MostInOnePass && TopScores.CanRead(scores) ? TopScores.Choose(scores, width, temperature, magnitudes) : Sort(scores, width, temperature, magnitudes);
        var chosen = experts is null ? columns : experts.to(columns.device).index_select(0, columns.reshape(-1)).reshape(columns.shape);
        return RoutingWeights.Chosen(RoutingGranularity.PerToken, weights.MoveToOuterDisposeScope(), chosen.MoveToOuterDisposeScope());
    }

    private static (torch.Tensor Weights, torch.Tensor Columns) Sort(torch.Tensor scores, int width, double temperature, bool magnitudes)
    {
        // A stable order, so that the lower index wins a tie on every machine.
        var (sorted, order) = (magnitudes ? scores.abs() : scores).sort(dim: 1, descending: true, stable: true);
        return (torch.nn.functional.softmax(sorted.narrow(1, 0, width).Over(temperature), 1), order.narrow(1, 0, width).contiguous());
    }
}
