using TorchSharp;

namespace Tessera.Adapters.Models.Layers;

/// <summary>Sines and cosines of positions, computed once and kept.</summary>
internal sealed class RotaryEmbedding : IDisposable
{
    private readonly double[] _frequencies;
    private readonly torch.ScalarType _type;
    private readonly torch.Device _device;
    private torch.Tensor? _cosine, _sine;

    /// <param name="frequencies">The angle by which each pair of numbers is turned from one position to the next.</param>
    /// <param name="type">The type of hidden states.</param>
    /// <param name="device">Where they are.</param>
    public RotaryEmbedding(double[] frequencies, torch.ScalarType type, torch.Device device) => (_frequencies, _type, _device) = (frequencies, type, device);

    /// <summary>The rotation of tokens that follow each other from one position on, the same for all sequences.</summary>
    public Rotation From(int first, int length)
    {
        Prepare(first + length);
        return new Rotation(_cosine!.narrow(0, first, length), _sine!.narrow(0, first, length));
    }

    /// <summary>The rotation of tokens at given positions.</summary>
    /// <param name="positions">(batch, length).</param>
    /// <param name="limit">A position that none reaches.</param>
    public Rotation At(torch.Tensor positions, int limit)
    {
        Prepare(limit);
        return new Rotation(_cosine![positions].unsqueeze(1), _sine![positions].unsqueeze(1));
    }

    public void Dispose()
    {
        _cosine?.Dispose();
        _sine?.Dispose();
    }

    private void Prepare(int limit)
    {
        if (_cosine is not null && _cosine.shape[0] >= limit) return;
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        var length = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(limit, 64));
        // Angles in double precision: in single, those of late positions are off by more than the model's own rounding.
        var angles = torch.outer(torch.arange(length, torch.ScalarType.Float64), torch.tensor(_frequencies));
        var (cosine, sine) = (angles.cos(), angles.sin());
        Dispose();
        _cosine = torch.cat([cosine, cosine], 1).to(_type, _device).DetachFromDisposeScope();
        _sine = torch.cat([-sine, sine], 1).to(_type, _device).DetachFromDisposeScope();
    }
}
