using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Tessera.Adapters.Models.Lora;

/// <summary>The factors of one expert for the maps of a group: all A in one product, since the maps share their input.</summary>
internal sealed class GroupFactors : IDisposable
{
    private readonly torch.Tensor _a;
    private readonly torch.Tensor?[] _b;

    private GroupFactors(torch.Tensor a, torch.Tensor?[] b) => (_a, _b) = (a, b);

    /// <returns>The factors, in single precision or double; null where the expert leaves the whole group alone.</returns>
    public static GroupFactors? Read(MapGroup group, torch.Device device, Func<LinearMap, LoraFactors?> read)
    {
        using var scope = torch.NewDisposeScope();
        var factors = group.Maps.Select(read).ToList();
        if (factors.TrueForAll(one => one is null)) return null;
        var type = factors.Exists(one => one is not null && (one.A.dtype == torch.ScalarType.Float64 || one.B.dtype == torch.ScalarType.Float64)) ? torch.ScalarType.Float64 : torch.ScalarType.Float32;
        foreach (var one in factors) Attach(scope, one);
        var a = torch.cat([.. factors.OfType<LoraFactors>().Select(one => one.A.to(type, device))], 0);
        var b = factors.Select(one => one is null ? null : one.B.to(type, device).Times(one.Scaling).DetachFromDisposeScope()).ToArray();
        return new GroupFactors(a.DetachFromDisposeScope(), b);
    }

    /// <returns>What the expert adds to each map's output, of the states' type; null for a map that is left alone.</returns>
    public torch.Tensor?[] Apply(torch.Tensor hidden)
    {
        using var scope = torch.NewDisposeScope();
        var low = functional.linear(hidden.to_type(_a.dtype), _a);
        var (added, first) = (new torch.Tensor?[_b.Length], 0L);
        for (var map = 0; map < _b.Length; map++)
        {
            if (_b[map] is not { } b) continue;
            added[map] = functional.linear(low.narrow(1, first, b.shape[1]), b).to_type(hidden.dtype).MoveToOuterDisposeScope();
            first += b.shape[1];
        }

        return added;
    }

    public void Dispose()
    {
        _a.Dispose();
        foreach (var b in _b) b?.Dispose();
    }

    private static void Attach(DisposeScope scope, LoraFactors? factors)
    {
        if (factors is null) return;
        scope.Attach(factors.A);
        scope.Attach(factors.B);
    }
}
