using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Merging;

/// <summary>
/// Adds an expert to the weight of a linear map, so that it costs nothing to run, and takes it out again. Which way round the product
/// stands never depends on its shape, so that square maps are right too.
/// </summary>
public static class WeightFolding
{
    /// <summary>W + ΔW.</summary>
    /// <param name="weight">The weight, (d_out, d_in).</param>
    /// <param name="factors">The expert.</param>
    /// <param name="fanInFanOut">Whether the weight lies the other way, (d_in, d_out), as PEFT's <c>fan_in_fan_out</c> says of GPT-2.</param>
    /// <returns>A new tensor of the weight's type. The sum is computed in double precision and rounded once.</returns>
    /// <exception cref="ArgumentException">The weight has another shape.</exception>
    public static torch.Tensor Fold(torch.Tensor weight, LoraFactors factors, bool fanInFanOut = false) => Add(weight, factors, fanInFanOut, 1);

    /// <summary>W from W + ΔW: what <see cref="Fold"/> was given, up to the rounding of its result.</summary>
    /// <param name="folded">The folded weight.</param>
    /// <param name="factors">The expert that was folded into it.</param>
    /// <param name="fanInFanOut">As it was folded.</param>
    /// <returns>A new tensor of the weight's type.</returns>
    /// <exception cref="ArgumentException">The weight has another shape.</exception>
    public static torch.Tensor Unfold(torch.Tensor folded, LoraFactors factors, bool fanInFanOut = false) => Add(folded, factors, fanInFanOut, -1);

    private static torch.Tensor Add(torch.Tensor weight, LoraFactors factors, bool fanInFanOut, int sign)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(factors);
        using var scope = torch.NewDisposeScope();
        var delta = factors.B.to_type(torch.ScalarType.Float64).mm(factors.A.to_type(torch.ScalarType.Float64)).Times(sign * factors.Scaling);
        if (fanInFanOut) delta = delta.t();
        if (!weight.shape.SequenceEqual(delta.shape)) throw new ArgumentException($"The weight is ({string.Join(", ", weight.shape)}), and the expert is for ({string.Join(", ", delta.shape)}).", nameof(weight));
        return weight.to_type(torch.ScalarType.Float64).Plus(delta).to_type(weight.dtype).MoveToOuterDisposeScope();
    }
}
