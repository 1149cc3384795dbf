using TorchSharp;

namespace Tessera.Adapters.Models;

/// <summary>A language model that reads from left to right, its weights frozen. Members may be called from several threads at once, each with an adaptation and a cache of its own.</summary>
public abstract class CausalModel : IDisposable
{
    /// <summary>The width of hidden states, d.</summary>
    public abstract int HiddenSize { get; }

    /// <summary>The number of tokens that the model knows.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>The longest sequence that the model was made for, in tokens.</summary>
    public abstract int ContextLength { get; }

    /// <summary>The number of layers, which a <see cref="KeyValueCache"/> is made for.</summary>
    public abstract int LayerCount { get; }

    /// <summary>How many numbers a <see cref="KeyValueCache"/> keeps of each token, all layers together.</summary>
    public abstract int KeyValueSize { get; }

    /// <summary>Where the weights are.</summary>
    public abstract torch.Device Device { get; }

    /// <summary>The type of weights and hidden states.</summary>
    public abstract torch.ScalarType Type { get; }

    /// <summary>The maps that can be adapted, in the order in which a pass meets them.</summary>
    public abstract IReadOnlyList<MapGroup> Groups { get; }

    /// <summary>Runs sequences through the model. Gradients flow to what the adaptation adds, never to the weights.</summary>
    /// <param name="batch">The sequences; with a cache, what follows after what the cache holds.</param>
    /// <param name="adaptation">What is added to the maps; null for the base model.</param>
    /// <param name="cache">Keys and values of the tokens before, which this pass extends; null for none.</param>
    /// <returns>The hidden states after the last norm, (batch, length, d), of the weights' type.</returns>
    /// <exception cref="ArgumentException">The sequences are longer than <see cref="ContextLength"/>, or the cache is of other sequences.</exception>
    public abstract torch.Tensor Run(TokenBatch batch, IAdaptation? adaptation = null, KeyValueCache? cache = null);

    /// <summary>Gets the scores of the next token.</summary>
    /// <param name="hidden">Hidden states, (..., d).</param>
    /// <returns>Logits, (..., vocabulary), in single precision or better.</returns>
    public abstract torch.Tensor Score(torch.Tensor hidden);

    /// <summary>Disposes of the weights.</summary>
    public abstract void Dispose();
}
