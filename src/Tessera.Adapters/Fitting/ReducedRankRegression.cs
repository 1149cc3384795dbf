using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Fitting;

/// <summary>
/// Fits a LoRA expert to a residual in closed form: of all ΔW of a given rank the one with the least squared error and ridge
/// (Izenman 1975, reduced-rank regression): the ridge solution, projected on the leading right singular vectors of its fitted values.
/// The ridge stands as further rows, √λ I below the inputs and zeros below the residual, and those rows have fitted values too.
/// </summary>
internal static class ReducedRankRegression
{
    // The distance from 1 to the next number in double precision.
    private const double Rounding = 2.220446049250313e-16;

    public static LoraFactors Fit(torch.Tensor input, torch.Tensor residual, int rank, double ridge)
    {
        using var scope = torch.NewDisposeScope();
        var (x, y) = (input.to_type(torch.ScalarType.Float64), residual.to_type(torch.ScalarType.Float64));
        var (left, values, read) = torch.linalg.svd(x, fullMatrices: false);
        // With X = U Σ Vᵀ the ridge solution is V Σ (Σ² + λ)⁻¹ Uᵀ Y, and its fitted values, those of the ridge's rows included,
        // are an orthonormal matrix times Σ (Σ² + λ)^-½ Uᵀ Y.
        var inverse = values.Squared().Plus(ridge * x.shape[0]).rsqrt();
        // Directions in which the inputs do not vary say nothing of the map; without a ridge they would be divided by zero.
        inverse = inverse.where(values > values.max().Times(Math.Max(x.shape[0], x.shape[1]) * Rounding), torch.zeros_like(inverse)).unsqueeze(1);
        var fitted = left.t().mm(y) * values.unsqueeze(1) * inverse;
        var (_, _, right) = torch.linalg.svd(fitted, fullMatrices: false);
        var directions = right.narrow(0, 0, Math.Min(rank, right.shape[0]));
        // Singular vectors have no sign of their own; with one, equal tasks get equal factors.
        var largest = directions.gather(1, directions.abs().argmax(1, keepdim: true));
        directions = directions * largest.sign();
        // ΔWᵀ = full · directionsᵀ · directions, so A reads full · directionsᵀ and B writes directionsᵀ.
        var full = read.t().mm(fitted * inverse);
        var a = full.mm(directions.t()).t().contiguous().to_type(input.dtype).MoveToOuterDisposeScope();
        var b = directions.t().contiguous().to_type(input.dtype).MoveToOuterDisposeScope();
        return new LoraFactors(a, b, 1);
    }
}
