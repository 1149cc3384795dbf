using Tessera.Adapters.Models.Folders;
using Tessera.Adapters.Models.Layers;

namespace Tessera.Adapters.Models.Phi;

/// <summary>What <c>config.json</c> says of a Phi-1, Phi-1.5 or Phi-2 model.</summary>
internal sealed record PhiConfig
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

    public static PhiConfig Read(ModelConfig config)
    {
        config.RefuseOtherThan("hidden_act", "gelu_new", "gelu_new", "gelu_pytorch_tanh");
        if (config.Flag("qk_layernorm", false)) throw config.Unsupported("'qk_layernorm' is true", "Queries and keys are not normalised here.");
        var shape = config.Attention();
        var turned = (int)(config.Share("partial_rotary_factor", 0.5) * shape.HeadSize);
        if (turned == 0 || turned % 2 != 0) throw config.Unfit($"{turned} of {shape.HeadSize} numbers of a head cannot be turned by position");
        return new PhiConfig
        {
            HiddenSize = config.Size("hidden_size"),
            InnerSize = config.Size("intermediate_size"),
            Layers = config.Size("num_hidden_layers"),
            Attention = shape,
            VocabularySize = config.Size("vocab_size"),
            ContextLength = config.Size("max_position_embeddings", 2048),
            Epsilon = config.Number("layer_norm_eps", 1e-5),
            Frequencies = RotaryFrequencies.Read(config, turned),
            TiedHead = config.Flag("tie_word_embeddings", false),
        };
    }
}
