using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Clusterers.Mbc;

/// <summary>
/// The Gram matrix, (N, N), of the experts' ΔW, without forming one: ⟨ΔW_i, ΔW_j⟩ = s_i s_j Σ (B_iᵀ B_j) ∘ (A_i A_jᵀ),
/// summed over entries and maps.
/// </summary>
internal static class DeltaGram
{
    public static torch.Tensor Compute(IExpertLibrary library, CancellationToken cancellationToken)
    {
        var count = library.Experts.Count;
        var gram = torch.zeros(count, count, torch.ScalarType.Float64);
        foreach (var map in SortedMaps.Of(library))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            using var bank = ExpertBank.Read(library, map);
            var present = bank.Factors.Select((factors, expert) => (Factors: factors!, Expert: expert)).Where(pair => pair.Factors is not null).ToList();
            if (present.Count == 0) continue;
            var a = torch.cat([.. present.Select(pair => pair.Factors.A.to_type(torch.ScalarType.Float64) * pair.Factors.Scaling)], 0);
            var b = torch.cat([.. present.Select(pair => pair.Factors.B.to_type(torch.ScalarType.Float64))], 1);

            // Column j of owners says which rows of A belong to expert j; summing blocks is then two products.
            var owner = torch.tensor([.. present.SelectMany(pair => Enumerable.Repeat((long)pair.Expert, pair.Factors.Rank))]);
            var owners = torch.nn.functional.one_hot(owner, count).to_type(torch.ScalarType.Float64);
            var products = b.t().mm(b) * a.mm(a.t());
            gram.add_(owners.t().mm(products).mm(owners));
        }

        return gram;
    }
}
