using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Folders;
using Tessera.Adapters.Models.Llama;
using Tessera.Adapters.Models.Tokenizers;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Randomness;
using TorchSharp;

namespace Tessera.Adapters.Pretraining;

/// <summary>A Llama that begins anew, and its folder.</summary>
internal sealed class NewModel : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n" };

    private readonly string _folder;
    private readonly NewWeights _weights;

    private NewModel(string folder, NewWeights weights, CausalModel model) => (_folder, _weights, Model, Trained) = (folder, weights, model, new WholeModel(weights));

    public CausalModel Model { get; }

    public WholeModel Trained { get; }

    public long ParameterCount => _weights.Count;

    /// <summary>Writes the configuration and draws the weights.</summary>
    public static NewModel Begin(string folder, ModelSizes sizes, Seed seed)
    {
        var config = new JsonObject
        {
            ["architectures"] = new JsonArray("LlamaForCausalLM"),
            ["model_type"] = "llama",
            ["hidden_size"] = sizes.Width,
            ["intermediate_size"] = sizes.Inner,
            ["num_hidden_layers"] = sizes.Layers,
            ["num_attention_heads"] = sizes.Heads,
            ["num_key_value_heads"] = sizes.Heads,
            ["vocab_size"] = sizes.Vocabulary,
            ["max_position_embeddings"] = sizes.Context,
            ["rms_norm_eps"] = 1e-5,
            ["rope_theta"] = 10000.0,
            ["hidden_act"] = "silu",
            ["tie_word_embeddings"] = true,
            ["bos_token_id"] = TokenizerWriter.BeginId,
            ["eos_token_id"] = TokenizerWriter.EndId,
            ["attention_bias"] = false,
            ["mlp_bias"] = false,
            ["torch_dtype"] = "float16",
        };
        File.WriteAllText(Path.Combine(folder, ModelConfig.FileName), config.ToJsonString(Json) + "\n");
        using var scope = torch.NewDisposeScope();
        var weights = new NewWeights(seed, sizes.Layers, torch.CPU);
        return new NewModel(folder, weights, LlamaFamily.Build(ModelConfig.Read(folder), weights));
    }

    /// <summary>Writes the weights as they are now, rounded to half precision.</summary>
    public void Write()
    {
        var tensors = _weights.Copy(torch.ScalarType.Float16);
        SafetensorsWriter.Write(Path.Combine(_folder, "model.safetensors"), tensors, new Dictionary<string, string> { ["format"] = "pt" });
        foreach (var tensor in tensors.Values) tensor.Dispose();
    }

    public void Dispose()
    {
        Trained.Dispose();
        Model.Dispose();
    }
}
