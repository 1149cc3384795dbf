using TorchSharp;

namespace Tessera.Sdk.Tensors.Routing;

/// <summary>How much of which experts is used.</summary>
/// <remarks>
/// With n the number of things that have weights of their own (1, examples or tokens, by <see cref="Granularity"/>):
/// dense weights have the shape (n, E) or, with H heads, (n, H, E); chosen ones (n, k) with <see cref="Experts"/> beside them.
/// Head h weighs block h of the rows of x that A reads and block h of the columns that B writes, as in multi-head routing.
/// </remarks>
public sealed class RoutingWeights : IDisposable
{
    private RoutingWeights(RoutingGranularity granularity, torch.Tensor weights, torch.Tensor? experts) =>
        (Granularity, Weights, Experts) = (granularity, weights, experts);

    /// <summary>For what one set of weights holds.</summary>
    public RoutingGranularity Granularity { get; }

    /// <summary>The weights, in any floating-point type; kernels compute in single precision or better.</summary>
    public torch.Tensor Weights { get; }

    /// <summary>The chosen experts, (n, k), 64-bit, in descending order of weight; null for dense weights over all experts.</summary>
    public torch.Tensor? Experts { get; }

    /// <summary>How many heads there are; 1 where the weights hold for the whole map.</summary>
    public int Heads => Experts is null && Weights.dim() == 3 ? (int)Weights.shape[1] : 1;

    /// <summary>Weights over all experts.</summary>
    /// <param name="granularity">For what one set of weights holds.</param>
    /// <param name="weights">(n, E), or (n, heads, E).</param>
    /// <returns>The weights, which own the tensor.</returns>
    public static RoutingWeights Dense(RoutingGranularity granularity, torch.Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.dim() is 2 or 3
            ? new RoutingWeights(granularity, weights, null)
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
            ? new RoutingWeights(granularity, weights, experts)
            : throw new ArgumentException(
                $"Chosen weights and experts are both (n, k), the experts 64-bit, not ({string.Join(", ", weights.shape)}) and ({string.Join(", ", experts.shape)}).", nameof(experts));
    }

    /// <summary>The weights over all experts, zero where an expert was not chosen; the weights of an expert that was chosen twice add up.</summary>
    /// <param name="expertCount">How many experts there are.</param>
    /// <returns>A new tensor, (n, E) or (n, heads, E).</returns>
    public torch.Tensor ToDense(int expertCount)
    {
        if (Experts is null) return Weights.clone();
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
