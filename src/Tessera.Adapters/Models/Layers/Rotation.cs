using TorchSharp;

namespace Tessera.Adapters.Models.Layers;

/// <summary>The turning of queries and keys by the positions of their tokens (RoPE, arXiv 2104.09864), in the order of halves as Hugging Face stores weights.</summary>
/// <param name="Cosine">(length, rotary width), or (batch, 1, length, rotary width).</param>
/// <param name="Sine">The same, its first half negated.</param>
internal readonly record struct Rotation(torch.Tensor Cosine, torch.Tensor Sine)
{
    private static readonly Scalar One = 1.ToScalar();

    /// <summary>Turns the first numbers of each head; those behind the rotary width stay.</summary>
    /// <param name="states">(batch, heads, length, head size).</param>
    /// <returns>New states of the same shape.</returns>
    public torch.Tensor Apply(torch.Tensor states)
    {
        var width = Cosine.shape[^1];
        if (width == states.shape[3]) return Turn(states, width);
        return torch.cat([Turn(states.narrow(3, 0, width), width), states.narrow(3, width, states.shape[3] - width)], 3);
    }

    private torch.Tensor Turn(torch.Tensor states, long width) => (states * Cosine).addcmul_(states.roll(width / 2, -1), Sine, One);
}
