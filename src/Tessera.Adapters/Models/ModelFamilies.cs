using Tessera.Adapters.Models.Folders;
using Tessera.Adapters.Models.Llama;
using Tessera.Adapters.Models.Phi;

namespace Tessera.Adapters.Models;

/// <summary>The families of models, by the class that Hugging Face runs them with.</summary>
internal static class ModelFamilies
{
    private static readonly Dictionary<string, Func<ModelConfig, WeightSource, CausalModel>> Known = new(StringComparer.Ordinal)
    {
        ["LlamaForCausalLM"] = LlamaFamily.Build,
        ["MistralForCausalLM"] = LlamaFamily.Build,
        ["PhiForCausalLM"] = PhiFamily.Build,
    };

    /// <exception cref="Sdk.Diagnostics.TesseraException">The architecture is unknown (TESS5202).</exception>
    public static Func<ModelConfig, WeightSource, CausalModel> Find(ModelConfig config)
    {
        if (config.Has("quantization_config")) throw config.Unsupported("its weights are quantised", "Save the model in float32, float16 or bfloat16.");
        return Known.TryGetValue(config.Architecture, out var family) ? family : throw config.Unsupported($"its architecture is {config.Architecture}", $"Known are: {string.Join(", ", Known.Keys)}.");
    }
}
