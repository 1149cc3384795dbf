using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Models.Layers;

/// <summary>Sines and cosines of positions, computed once and kept. Members may be called from several threads.</summary>
internal sealed class RotaryEmbedding : IDisposable
{
    private readonly double[] _frequencies;
    private readonly torch.ScalarType _type;
    private readonly torch.Device _device;
    private readonly Lock _making = new();
    // Shorter tables stay until the end: another thread may be reading them.
    private readonly List<Rotation> _tables = [];

    /// <param name="frequencies">The angle by which each pair of numbers is turned from one position to the next.</param>
    /// <param name="type">The type of hidden states.</param>
    /// <param name="device">Where they are.</param>
    public RotaryEmbedding(double[] frequencies, torch.ScalarType type, torch.Device device) => (_frequencies, _type, _device) = (frequencies, type, device);

    /// <summary>The rotation of tokens that follow each other from one position on, the same for all sequences.</summary>
    public Rotation From(int first, int length)
    {
        var (cosine, sine) = Prepare(first + length);
        return new Rotation(cosine.narrow(0, first, length), sine.narrow(0, first, length));
    }

    /// <summary>The rotation of tokens at given positions.</summary>
    /// <param name="positions">(batch, length).</param>
    /// <param name="limit">A position that none reaches.</param>
    public Rotation At(torch.Tensor positions, int limit)
    {
        var (cosine, sine) = Prepare(limit);
        return new Rotation(cosine[positions].unsqueeze(1), sine[positions].unsqueeze(1));
    }

    public void Dispose()
    {
        foreach (var (cosine, sine) in _tables)
        {
            cosine.Dispose();
            sine.Dispose();
        }
    }

    private Rotation Prepare(int limit)
    {
        lock (_making)
        {
            if (_tables.Count == 0 || _tables[^1].Cosine.shape[0] < limit) _tables.Add(Make((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(limit, 64))));
            return _tables[^1];
        }
    }

    private Rotation Make(int length)
    {
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        // Angles in double precision: in single, those of late positions are off by more than the model's own rounding.
        var angles = torch.outer(Positions.Between(0, length).to_type(torch.ScalarType.Float64), torch.tensor(_frequencies));
        var (cosine, sine) = (angles.cos(), angles.sin());
        return new Rotation(
            torch.cat([cosine, cosine], 1).to(_type, _device).DetachFromDisposeScope(),
            torch.cat([-sine, sine], 1).to(_type, _device).DetachFromDisposeScope());
    }
}
