using TorchSharp;

namespace Tessera.Adapters.Models.Layers;

/// <summary>What a decoder is made of.</summary>
internal sealed record DecoderParts
{
    /// <summary>One row a token, (vocabulary, d).</summary>
    public required torch.Tensor Embeddings { get; init; }

    public required IReadOnlyList<DecoderLayer> Layers { get; init; }

    /// <summary>The sizes of every layer's attention.</summary>
    public required AttentionShape Attention { get; init; }

    /// <summary>The norm after the last layer.</summary>
    public required Normalization Norm { get; init; }

    /// <summary>The map to scores, (vocabulary, d); where the model ties them, the embeddings.</summary>
    public required torch.Tensor Head { get; init; }

    public torch.Tensor? HeadBias { get; init; }

    public required RotaryEmbedding Rotary { get; init; }

    public required int ContextLength { get; init; }

    /// <summary>How many tokens back each token looks, itself included; null for all.</summary>
    public int? Window { get; init; }

    /// <summary>Whoever owns the tensors.</summary>
    public required IDisposable Weights { get; init; }
}
