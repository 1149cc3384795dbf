using TorchSharp;

namespace Tessera.Sdk.Tensors.Routing;

/// <summary>How much of which experts is used.</summary>
/// <remarks>
/// With n the number of things that have weights (1, examples or tokens, by <see cref="Granularity"/>):
/// dense weights have the shape (n, E) or, with H heads, (n, H, E); chosen ones (n, k) with <see cref="Experts"/> beside them.
/// Where several things share a row, as examples of one task do, <see cref="Rows"/> says which row is whose, and there are only as many
/// rows as differ: kernels then do once what is the same.
/// Head h weighs block h of the rows of x that A reads and block h of the columns that B writes, as in multi-head routing.
/// </remarks>
public sealed class RoutingWeights : IDisposable
{
    private RoutingWeights(RoutingGranularity granularity, torch.Tensor weights, torch.Tensor? experts, IReadOnlyList<int>? rows) =>
        (Granularity, Weights, Experts, Rows) = (granularity, weights, experts, rows);

    /// <summary>For what one set of weights holds.</summary>
    public RoutingGranularity Granularity { get; }

    /// <summary>The weights, in any floating-point type; kernels compute in single precision or better.</summary>
    public torch.Tensor Weights { get; }

    /// <summary>The chosen experts, (n, k), 64-bit, in descending order of weight; null for dense weights over all experts.</summary>
    public torch.Tensor? Experts { get; }

    /// <summary>The row of weights that each example, in order, has; null where each thing has a row of its own.</summary>
    public IReadOnlyList<int>? Rows { get; }

    /// <summary>How many things have weights: 1, examples or tokens.</summary>
    public long Count => Rows?.Count ?? Weights.shape[0];

    /// <summary>How many heads there are; 1 where the weights hold for the whole map.</summary>
    public int Heads => Experts is null && Weights.dim() == 3 ? (int)Weights.shape[1] : 1;

    /// <summary>Weights over all experts.</summary>
    /// <param name="granularity">For what one set of weights holds.</param>
    /// <param name="weights">(n, E), or (n, heads, E).</param>
    /// <param name="rows">The row of each example, where examples share rows.</param>
    /// <returns>The weights, which own the tensor.</returns>
    /// <exception cref="ArgumentException">The shape is another, or rows are named that do not exist or for other things than examples.</exception>
    public static RoutingWeights Dense(RoutingGranularity granularity, torch.Tensor weights, IReadOnlyList<int>? rows = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (rows is not null && (granularity != RoutingGranularity.PerExample || rows.Any(row => row < 0 || row >= weights.shape[0])))
            throw new ArgumentException($"Rows are shared by examples, and there are {weights.shape[0]} of them; {granularity} weights with the rows {string.Join(", ", rows.Take(10))} were given.", nameof(rows));
        return weights.dim() is 2 or 3
            ? new RoutingWeights(granularity, weights, null, rows)
            : throw new ArgumentException($"Dense weights are (n, experts) or (n, heads, experts), not ({string.Join(", ", weights.shape)}).", nameof(weights));
    }

    /// <summary>Weights over a few chosen experts.</summary>
    /// <param name="granularity">For what one set of weights holds.</param>
    /// <param name="weights">(n, k).</param>
    /// <param name="experts">(n, k), 64-bit.</param>
    /// <returns>The weights, which own the tensors.</returns>
    public static RoutingWeights Chosen(RoutingGranularity granularity, torch.Tensor weights, torch.Tensor experts)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(experts);
        return weights.dim() == 2 && weights.shape.SequenceEqual(experts.shape) && experts.dtype == torch.ScalarType.Int64
            ? new RoutingWeights(granularity, weights, experts, null)
            : throw new ArgumentException(
                $"Chosen weights and experts are both (n, k), the experts 64-bit, not ({string.Join(", ", weights.shape)}) and ({string.Join(", ", experts.shape)}).", nameof(experts));
    }

    /// <summary>The weights over all experts, zero where an expert was not chosen; the weights of an expert that was chosen twice add up.</summary>
    /// <param name="expertCount">How many experts there are.</param>
    /// <returns>A new tensor, (n, E) or (n, heads, E), with a row for each thing.</returns>
    public torch.Tensor ToDense(int expertCount)
    {
        if (Experts is null)
        {
            if (Rows is null) return Weights.clone();
            using var rows = torch.tensor(Rows.Select(row => (long)row).ToArray(), torch.ScalarType.Int64, Weights.device);
            return Weights.index_select(0, rows);
        }

        using var zeros = torch.zeros(Weights.shape[0], expertCount, dtype: Weights.dtype, device: Weights.device);
        return zeros.scatter_add(1, Experts, Weights);
    }

    /// <summary>Disposes of the tensors.</summary>
    public void Dispose()
    {
        Weights.Dispose();
        Experts?.Dispose();
    }
}
