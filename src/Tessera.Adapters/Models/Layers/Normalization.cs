using TorchSharp;

namespace Tessera.Adapters.Models.Layers;

/// <summary>What brings hidden states to one scale.</summary>
internal abstract class Normalization
{
    /// <param name="hidden">(tokens, d).</param>
    /// <returns>A new tensor of the same shape.</returns>
    public abstract torch.Tensor Apply(torch.Tensor hidden);
}
