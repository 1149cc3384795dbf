using Tessera.Adapters.Models.Folders;
using Tessera.Adapters.Models.Layers;

namespace Tessera.Adapters.Models.Llama;

/// <summary>Llama (arXiv 2302.13971, 2307.09288, 2407.21783) and Mistral (arXiv 2310.06825).</summary>
internal static class LlamaFamily
{
    public static CausalModel Build(ModelConfig configuration, WeightSource weights)
    {
        var config = LlamaConfig.Read(configuration);
        var embeddings = weights.Take("model.embed_tokens.weight", config.VocabularySize, config.HiddenSize);
        return new Decoder(new DecoderParts
        {
            Embeddings = embeddings,
            Layers = [.. Enumerable.Range(0, config.Layers).Select(layer => new LlamaLayer(layer, config, weights))],
            Attention = config.Attention,
            Norm = new RootMeanSquareNorm(weights.Take("model.norm.weight", config.HiddenSize), config.Epsilon),
            Head = config.TiedHead ? embeddings : weights.Take("lm_head.weight", config.VocabularySize, config.HiddenSize),
            Rotary = new RotaryEmbedding(config.Frequencies, weights.Type, weights.Device),
            ContextLength = config.ContextLength,
            Window = config.Window,
            Weights = weights,
        });
    }
}
