using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>
/// The experts of one map side by side, a range of rows each: all A one above the other, (Σr, d_in), and all B transposed, (Σr, d_out).
/// Ranks may differ. Whatever the experts' precision, products are taken in single precision or better.
/// </summary>
/// <remarks>Factors that ask for gradients are not copied: they are put together anew each time, so that gradients reach them.</remarks>
internal sealed class PackedExperts : IDisposable
{
    // Rows whose distance is a power of two would share few places of a cache.
    private const long RowPadding = 16;

    private readonly List<LoraFactors> _trained = [];

    public PackedExperts(ExpertBank bank)
    {
        using var scope = torch.NewDisposeScope();
        var present = bank.Factors.OfType<LoraFactors>().ToList();
        Layout = new ExpertLayout(bank);
        var type = Working([.. present.SelectMany(factors => new[] { factors.A.dtype, factors.B.dtype })]);
        var device = present.Count == 0 ? torch.CPU : present[0].A.device;
        if (present.Exists(factors => factors.A.requires_grad || factors.B.requires_grad)) _trained = present;
        (A, Written) = Join(bank.Map, present, type, device);
        A = A.detach().MoveToOuterDisposeScope();
        Written = Written.detach().MoveToOuterDisposeScope();
        Owners = torch.tensor(Layout.Owners, torch.ScalarType.Int64, device).MoveToOuterDisposeScope();
        Scalings = torch.tensor(Layout.Scalings, type, device).MoveToOuterDisposeScope();
    }

    private PackedExperts(PackedExperts experts, torch.Tensor a, torch.Tensor written)
    {
        (Layout, Owners, A, Written) = (experts.Layout, experts.Owners, a, written);
        Scalings = experts.Scalings.to_type(a.dtype);
    }

    public ExpertLayout Layout { get; }

    /// <summary>How many experts there are, those that leave the map alone included.</summary>
    public int Count => Layout.Count;

    public bool IsEmpty => Layout.Owners.Length == 0;

    /// <summary>Whether factors are trained.</summary>
    public bool AsksForGradients => _trained.Count > 0;

    /// <summary>All A, (Σr, d_in).</summary>
    public torch.Tensor A { get; }

    /// <summary>All B transposed, (Σr, d_out), each row with some room behind it.</summary>
    public torch.Tensor B => Written.narrow(1, 0, Written.shape[1] - RowPadding);

    /// <summary>The memory of <see cref="B"/>, (Σr, d_out and the room behind).</summary>
    public torch.Tensor Written { get; }

    /// <summary>The expert that each row belongs to, (Σr).</summary>
    public torch.Tensor Owners { get; }

    /// <summary>The scaling of each expert, (E).</summary>
    public torch.Tensor Scalings { get; }

    /// <summary>The type in which tensors of these types are multiplied: double precision if one is of it, otherwise single precision.</summary>
    public static torch.ScalarType Working(params ReadOnlySpan<torch.ScalarType> types) =>
        types.Contains(torch.ScalarType.Float64) ? torch.ScalarType.Float64 : torch.ScalarType.Float32;

    /// <summary>The experts as they are now, in a type; what is made belongs to the current dispose scope.</summary>
    public PackedExperts Current(LinearMap map, torch.ScalarType type)
    {
        if (AsksForGradients)
        {
            var (a, written) = Join(map, _trained, type, A.device);
            return new PackedExperts(this, a, written);
        }

        return type == A.dtype ? this : new PackedExperts(this, A.to_type(type), Written.to_type(type));
    }

    public void Dispose()
    {
        foreach (var tensor in new[] { A, Written, Owners, Scalings }) tensor.Dispose();
    }

    private static (torch.Tensor A, torch.Tensor Written) Join(LinearMap map, List<LoraFactors> present, torch.ScalarType type, torch.Device device)
    {
        if (present.Count == 0) return (torch.zeros(0, map.InputSize), torch.zeros(0, map.OutputSize + RowPadding));
        var b = torch.cat([.. present.Select(factors => factors.B.to_type(type).t())], 0);
        var room = torch.zeros(b.shape[0], RowPadding, type, device);
        return (torch.cat([.. present.Select(factors => factors.A.to_type(type))], 0), torch.cat([b, room], 1));
    }
}
