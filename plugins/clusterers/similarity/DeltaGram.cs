using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Clusterers.Similarity;

/// <summary>
/// The Gram matrix, (N, N), of the experts' ΔW, without forming one: ⟨ΔW_i, ΔW_j⟩ = s_i s_j Σ (B_iᵀ B_j) ∘ (A_i A_jᵀ),
/// summed over entries and maps. It does not change when a factor is multiplied by a matrix and the other by its inverse.
/// </summary>
internal static class DeltaGram
{
    public static torch.Tensor Compute(IExpertLibrary library, CancellationToken cancellationToken) =>
        GramBlocks.Sum(library, (map, first, count) => Load(library, map, first, count), Multiply, cancellationToken);

    private static Block Load(IExpertLibrary library, int map, int first, int count)
    {
        using var scope = torch.NewDisposeScope();
        var (a, b, owners) = (new List<torch.Tensor>(), new List<torch.Tensor>(), new List<long>());
        for (var place = 0; place < count; place++)
        {
            if (library.ReadFinite(first + place, map) is not { } factors) continue;
            a.Add(factors.A.to_type(torch.ScalarType.Float64).Times(factors.Scaling));
            b.Add(factors.B.to_type(torch.ScalarType.Float64));
            owners.AddRange(Enumerable.Repeat((long)place, factors.Rank));
        }

        var (inputs, outputs) = (library.Maps[map].InputSize, library.Maps[map].OutputSize);
        return new Block(
            (a.Count == 0 ? torch.zeros(0, inputs, torch.ScalarType.Float64) : torch.cat(a, 0)).MoveToOuterDisposeScope(),
            (b.Count == 0 ? torch.zeros(outputs, 0, torch.ScalarType.Float64) : torch.cat(b, 1)).MoveToOuterDisposeScope(), RowOwners.Of(owners, count).MoveToOuterDisposeScope());
    }

    private static torch.Tensor Multiply(Block left, Block right) =>
        left.Owners.t().mm(left.B.t().mm(right.B) * left.A.mm(right.A.t())).mm(right.Owners);

    /// <summary>Factors side by side.</summary>
    private sealed record Block(torch.Tensor A, torch.Tensor B, torch.Tensor Owners);
}
