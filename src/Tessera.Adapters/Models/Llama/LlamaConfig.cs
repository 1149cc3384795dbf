using Tessera.Adapters.Models.Folders;
using Tessera.Adapters.Models.Layers;

namespace Tessera.Adapters.Models.Llama;

/// <summary>What <c>config.json</c> says of a Llama or Mistral model.</summary>
internal sealed record LlamaConfig
{
    public required int HiddenSize { get; init; }

    public required int InnerSize { get; init; }

    public required int Layers { get; init; }

    public required AttentionShape Attention { get; init; }

    public required int VocabularySize { get; init; }

    public required int ContextLength { get; init; }

    public required double Epsilon { get; init; }

    public required double[] Frequencies { get; init; }

    public required bool TiedHead { get; init; }

    public required bool AttentionBias { get; init; }

    public required bool NetworkBias { get; init; }

    public required int? Window { get; init; }

    public static LlamaConfig Read(ModelConfig config)
    {
        config.RefuseOtherThan("hidden_act", "silu", "silu");
        var shape = config.Attention();
        return new LlamaConfig
        {
            HiddenSize = config.Size("hidden_size"),
            InnerSize = config.Size("intermediate_size"),
            Layers = config.Size("num_hidden_layers"),
            Attention = shape,
            VocabularySize = config.Size("vocab_size"),
            ContextLength = config.Size("max_position_embeddings", 2048),
            Epsilon = config.Number("rms_norm_eps", 1e-6),
            Frequencies = RotaryFrequencies.Read(config, shape.HeadSize),
            TiedHead = config.Flag("tie_word_embeddings", false),
            AttentionBias = config.Flag("attention_bias", false),
            NetworkBias = config.Flag("mlp_bias", false),
            Window = config.Architecture == "MistralForCausalLM" && config.Has("sliding_window") ? config.Size("sliding_window") : null,
        };
    }
}
