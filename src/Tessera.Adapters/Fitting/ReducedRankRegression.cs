using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Fitting;

/// <summary>
/// Fits a LoRA expert to a residual in closed form: the ΔW of a given rank with the least squared error, ridge included
/// (Izenman 1975, reduced-rank regression): the ridge solution, projected on the leading right singular vectors of its fitted values.
/// </summary>
internal static class ReducedRankRegression
{
    public static LoraFactors Fit(torch.Tensor input, torch.Tensor residual, int rank, double ridge)
    {
        using var scope = torch.NewDisposeScope();
        var (x, y) = (input.to_type(torch.ScalarType.Float64), residual.to_type(torch.ScalarType.Float64));
        var gram = x.t().mm(x) + torch.eye(x.shape[1], dtype: torch.ScalarType.Float64) * ridge * x.shape[0];
        var full = torch.linalg.solve(gram, x.t().mm(y));
        var (_, _, right) = torch.linalg.svd(x.mm(full), fullMatrices: false);
        var directions = right.narrow(0, 0, Math.Min(rank, right.shape[0]));
        // Singular vectors have no sign of their own; with one, equal tasks get equal factors.
        var largest = directions.gather(1, directions.abs().argmax(1, keepdim: true));
        directions = directions * largest.sign();
        // ΔWᵀ = full · directionsᵀ · directions, so A reads full · directionsᵀ and B writes directionsᵀ.
        var a = full.mm(directions.t()).t().contiguous().to_type(input.dtype).MoveToOuterDisposeScope();
        var b = directions.t().contiguous().to_type(input.dtype).MoveToOuterDisposeScope();
        return new LoraFactors(a, b, 1);
    }
}
