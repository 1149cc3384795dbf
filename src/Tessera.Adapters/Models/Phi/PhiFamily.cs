using Tessera.Adapters.Models.Folders;
using Tessera.Adapters.Models.Layers;

namespace Tessera.Adapters.Models.Phi;

/// <summary>Phi-1, Phi-1.5 (arXiv 2306.11644, 2309.05463) and Phi-2.</summary>
internal static class PhiFamily
{
    public static CausalModel Build(ModelConfig configuration, WeightSource weights)
    {
        var config = PhiConfig.Read(configuration);
        var embeddings = weights.Take("model.embed_tokens.weight", config.VocabularySize, config.HiddenSize);
        return new Decoder(new DecoderParts
        {
            Embeddings = embeddings,
            Layers = [.. Enumerable.Range(0, config.Layers).Select(layer => new PhiLayer(layer, config, weights))],
            Attention = config.Attention,
            Norm = weights.LayerNorm("model.final_layernorm", config.HiddenSize, config.Epsilon),
            Head = config.TiedHead ? embeddings : weights.Take("lm_head.weight", config.VocabularySize, config.HiddenSize),
            HeadBias = weights.Take("lm_head.bias", config.VocabularySize),
            Rotary = new RotaryEmbedding(config.Frequencies, weights.Type, weights.Device),
            ContextLength = config.ContextLength,
            Weights = weights,
        });
    }
}
