using Tessera.Adapters.Models.Folders;
using Tessera.Adapters.Models.Llama;

namespace Tessera.Adapters.Models;

/// <summary>The families of models, by the class that Hugging Face runs them with.</summary>
internal static class ModelFamilies
{
    private static readonly Dictionary<string, Func<ModelConfig, WeightReader, CausalModel>> Known = new(StringComparer.Ordinal)
    {
        ["LlamaForCausalLM"] = LlamaFamily.Build,
        ["MistralForCausalLM"] = LlamaFamily.Build,
    };

    /// <exception cref="Sdk.Diagnostics.TesseraException">The architecture is unknown (TESS5202).</exception>
    public static Func<ModelConfig, WeightReader, CausalModel> Find(ModelConfig config) => Known.TryGetValue(config.Architecture, out var family)
        ? family
        : throw config.Unsupported($"its architecture is {config.Architecture}", $"Known are: {string.Join(", ", Known.Keys)}.");
}
