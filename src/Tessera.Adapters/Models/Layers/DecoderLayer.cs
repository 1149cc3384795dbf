using Tessera.Adapters.Models.Fused;
using TorchSharp;

namespace Tessera.Adapters.Models.Layers;

/// <summary>One layer of a decoder.</summary>
internal abstract class DecoderLayer
{
    /// <summary>The layer's maps, in the order in which a pass meets them.</summary>
    public abstract IReadOnlyList<MapGroup> Groups { get; }

    /// <param name="hidden">(batch · length, d).</param>
    /// <param name="pass">The pass.</param>
    /// <returns>A new tensor of the same shape.</returns>
    public abstract torch.Tensor Apply(torch.Tensor hidden, Pass pass);

    /// <summary>Lays out the layer for fused passes.</summary>
    /// <returns>The layer, which the caller disposes of; null where it is of a kind that they do not handle.</returns>
    public virtual FusedLayer? Fuse() => null;
}
