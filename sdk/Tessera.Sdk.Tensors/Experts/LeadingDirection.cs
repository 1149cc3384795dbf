using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Sdk.Tensors.Experts;

/// <summary>
/// The direction of the input that an expert stretches most: the leading right singular vector of ΔW, or of the ΔW of tied maps
/// one above the other. With Aᵀ = Q R_A over all maps and B_m = Q_m R_m, it is Q times that of the small core
/// diag(s_m R_m) R_Aᵀ, so no ΔW is ever formed. The largest entry is positive, which settles the sign.
/// </summary>
internal static class LeadingDirection
{
    public static torch.Tensor Of(IReadOnlyList<LoraFactors> tied)
    {
        using var scope = torch.NewDisposeScope();
        var read = torch.cat([.. tied.Select(factors => factors.A.detach().to_type(torch.ScalarType.Float64))], 0);
        var (q, r) = torch.linalg.qr(read.t());
        var writes = tied.Select(factors => torch.linalg.qr(factors.B.detach().to_type(torch.ScalarType.Float64)).R.Times(factors.Scaling)).ToArray();
        var core = torch.block_diag(writes).mm(r.t());
        var (_, values, right) = torch.linalg.svd(core, fullMatrices: false);
        var direction = q.mv(right[0]);
        // An expert that changes nothing has no direction; it scores nothing.
        if (!(values[0].Number() > 0)) direction = torch.zeros_like(direction);
        var largest = direction[direction.abs().argmax().Index()].Number();
        if (largest < 0) direction = direction.neg();
        // Scores decide which experts are used at all: halves would make ties and wrong winners of them.
        var type = tied.Any(factors => factors.A.dtype == torch.ScalarType.Float64) ? torch.ScalarType.Float64 : torch.ScalarType.Float32;
        return direction.to_type(type).MoveToOuterDisposeScope();
    }
}
