using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>
/// The experts of one map side by side: all A one above the other, (Σr, d_in), and all B next to each other, (d_out, Σr).
/// Ranks may differ: each expert is a range of columns. Whatever the experts' precision, products are taken in single precision or better.
/// </summary>
internal sealed class PackedExperts : IDisposable
{
    public PackedExperts(ExpertBank bank)
    {
        using var scope = torch.NewDisposeScope();
        var present = bank.Factors.Select((factors, expert) => (Factors: factors, Expert: expert)).Where(pair => pair.Factors is not null).ToList();
        Count = bank.Count;
        Ranges = new Range[bank.Count];
        var owners = new List<long>();
        foreach (var (factors, expert) in present)
        {
            Ranges[expert] = new Range(owners.Count, owners.Count + factors!.Rank);
            owners.AddRange(Enumerable.Repeat((long)expert, factors.Rank));
        }

        // A bank in which nobody adapts the map changes nothing.
        IsEmpty = owners.Count == 0;
        var type = Working([.. present.SelectMany(pair => new[] { pair.Factors!.A.dtype, pair.Factors.B.dtype })]);
        var device = present.Count == 0 ? torch.CPU : present[0].Factors!.A.device;
        A = (IsEmpty ? torch.zeros(0, bank.Map.InputSize) : torch.cat([.. present.Select(pair => pair.Factors!.A.to_type(type))], 0)).MoveToOuterDisposeScope();
        B = (IsEmpty ? torch.zeros(bank.Map.OutputSize, 0) : torch.cat([.. present.Select(pair => pair.Factors!.B.to_type(type))], 1)).MoveToOuterDisposeScope();
        Owners = torch.tensor(owners.ToArray(), torch.ScalarType.Int64, device).MoveToOuterDisposeScope();
        Scalings = torch.tensor(bank.Factors.Select(factors => factors?.Scaling ?? 0).ToArray(), type, device).MoveToOuterDisposeScope();
    }

    private PackedExperts(PackedExperts experts, torch.ScalarType type)
    {
        (Count, Ranges, IsEmpty) = (experts.Count, experts.Ranges, experts.IsEmpty);
        (A, B, Owners, Scalings) = (experts.A.to_type(type), experts.B.to_type(type), experts.Owners, experts.Scalings.to_type(type));
    }

    /// <summary>How many experts there are, those that leave the map alone included.</summary>
    public int Count { get; }

    /// <summary>The columns of each expert.</summary>
    public Range[] Ranges { get; }

    public bool IsEmpty { get; }

    public torch.Tensor A { get; }

    public torch.Tensor B { get; }

    /// <summary>The expert that each column belongs to, (Σr).</summary>
    public torch.Tensor Owners { get; }

    /// <summary>The scaling of each expert, (E).</summary>
    public torch.Tensor Scalings { get; }

    /// <summary>The type in which tensors of these types are multiplied: double precision if one is of it, otherwise single precision.</summary>
    public static torch.ScalarType Working(params ReadOnlySpan<torch.ScalarType> types) =>
        types.Contains(torch.ScalarType.Float64) ? torch.ScalarType.Float64 : torch.ScalarType.Float32;

    /// <summary>The same experts in another type; what is made belongs to the current dispose scope.</summary>
    public PackedExperts In(torch.ScalarType type) => type == A.dtype ? this : new PackedExperts(this, type);

    public void Dispose()
    {
        foreach (var tensor in new[] { A, B, Owners, Scalings }) tensor.Dispose();
    }
}
