using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Clusterers.Similarity;

/// <summary>
/// The Gram matrix, (N, N), of what experts read: ΔWᵀ ΔW of each map, every map as long as any other, less the mean of all experts.
/// ⟨ΔW_iᵀ ΔW_i, ΔW_jᵀ ΔW_j⟩ = ‖R_i A_i A_jᵀ R_jᵀ‖² with B = Q R, so that no ΔW is formed. It does not change when a factor is multiplied by a matrix and
/// the other by its inverse, nor when an expert does the opposite of what it did.
/// </summary>
internal static class ReadsGram
{
    // Of experts as long as 1: what is left of them without the mean is rounding alone.
    private const double Nothing = 1e-12;

    public static torch.Tensor Compute(IExpertLibrary library, CancellationToken cancellationToken)
    {
        using var scope = torch.NewDisposeScope();
        var gram = GramBlocks.Sum(library, (map, first, count) => Load(library, map, first, count), Multiply, cancellationToken);
        return Centre(Unit(gram)).MoveToOuterDisposeScope();
    }

    private static Block Load(IExpertLibrary library, int map, int first, int count)
    {
        using var scope = torch.NewDisposeScope();
        var (read, owners) = (new List<torch.Tensor>(), new List<long>());
        for (var place = 0; place < count; place++)
        {
            if (library.ReadFinite(first + place, map) is not { } factors) continue;
            var (_, core) = torch.linalg.qr(factors.B.to_type(torch.ScalarType.Float64));
            var rows = core.mm(factors.A.to_type(torch.ScalarType.Float64));
            var length = rows.mm(rows.t()).norm().Number();
            // An expert that does nothing here reads nothing.
            if (length == 0) continue;
            read.Add(rows.Over(Math.Sqrt(length)));
            owners.AddRange(Enumerable.Repeat((long)place, (int)rows.shape[0]));
        }

        var all = read.Count == 0 ? torch.zeros(0, library.Maps[map].InputSize, torch.ScalarType.Float64) : torch.cat(read, 0);
        return new Block(all.MoveToOuterDisposeScope(), RowOwners.Of(owners, count).MoveToOuterDisposeScope());
    }

    private static torch.Tensor Multiply(Block left, Block right) => left.Owners.t().mm(left.Read.mm(right.Read.t()).Squared()).mm(right.Owners);

    // Experts may adapt different numbers of maps.
    private static torch.Tensor Unit(torch.Tensor gram)
    {
        using var smallest = double.Epsilon.ToScalar();
        var lengths = gram.diagonal().sqrt().clamp_min(smallest);
        return gram / lengths.unsqueeze(0) / lengths.unsqueeze(1);
    }

    // All read something of the same, if only because they began with the same A. Who reads nothing has no part in the mean, and is like nobody.
    private static torch.Tensor Centre(torch.Tensor gram)
    {
        var reading = gram.diagonal().Above(0).to_type(torch.ScalarType.Float64);
        var readers = Math.Max(1, reading.sum().Number());
        var means = gram.sum(0, keepdim: true).Over(readers);
        var centred = (gram - means - means.t()).Plus(means.sum().Over(readers));
        var left = reading * centred.diagonal().Above(Nothing);
        return centred * left.unsqueeze(0) * left.unsqueeze(1);
    }

    /// <summary>R A of experts on top of each other, so long that ΔWᵀ ΔW is as long as 1.</summary>
    private sealed record Block(torch.Tensor Read, torch.Tensor Owners);
}
