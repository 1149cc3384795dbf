using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Adapters.Models;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Benchmarks.Scoring;

/// <summary>A Llama of random weights in a folder of its own: what it says is nonsense, what it costs is real.</summary>
internal sealed class RandomLanguageModel : IDisposable
{
    private const string Letters = "Ġabcdefghijklmnopqrstuvwxyz.,!?0123456789";

    private readonly string _folder = Directory.CreateTempSubdirectory("tessera-bench-").FullName;

    /// <param name="width">The width of hidden states; with 64, the model has the shape of stories260K.</param>
    public RandomLanguageModel(int width)
    {
        Libtorch.EnsureLoaded();
        using var scope = torch.NewDisposeScope();
        torch.random.manual_seed(7);
        var (inner, keys) = (width * 43 / 16, width / 2);
        var tensors = new Dictionary<string, torch.Tensor> { ["model.embed_tokens.weight"] = torch.randn(512, width), ["model.norm.weight"] = torch.ones(width) };
        for (var layer = 0; layer < 5; layer++)
        {
            void Add(string name, int outputs, int inputs) => tensors[$"model.layers.{layer}.{name}.weight"] = torch.randn(outputs, inputs).Over(Math.Sqrt(inputs));
            Add("self_attn.q_proj", width, width);
            Add("self_attn.k_proj", keys, width);
            Add("self_attn.v_proj", keys, width);
            Add("self_attn.o_proj", width, width);
            Add("mlp.gate_proj", inner, width);
            Add("mlp.up_proj", inner, width);
            Add("mlp.down_proj", width, inner);
            tensors[$"model.layers.{layer}.input_layernorm.weight"] = tensors[$"model.layers.{layer}.post_attention_layernorm.weight"] = torch.ones(width);
        }

        SafetensorsWriter.Write(Path.Combine(_folder, "model.safetensors"), tensors);
        Write("config.json", new JsonObject
        {
            ["architectures"] = new JsonArray("LlamaForCausalLM"), ["hidden_size"] = width, ["intermediate_size"] = inner, ["num_hidden_layers"] = 5, ["num_attention_heads"] = 8,
            ["num_key_value_heads"] = 4, ["vocab_size"] = 512, ["max_position_embeddings"] = 512, ["rms_norm_eps"] = 1e-5, ["rope_theta"] = 10000.0, ["hidden_act"] = "silu",
            ["tie_word_embeddings"] = true, ["eos_token_id"] = 1,
        });
        var vocabulary = new JsonObject { ["<s>"] = 0, ["</s>"] = 1 };
        foreach (var (index, letter) in Letters.Index()) vocabulary[letter.ToString()] = index + 2;
        Write("tokenizer.json", new JsonObject
        {
            ["added_tokens"] = new JsonArray(Special("<s>", 0), Special("</s>", 1)),
            ["pre_tokenizer"] = JsonSerializer.SerializeToNode(new { type = "ByteLevel", add_prefix_space = false, use_regex = true }),
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = new JsonArray() },
        });
        Opened = LanguageModelFolder.Open(_folder);
    }

    public LanguageModelFolder Opened { get; }

    public CausalModel Model => Opened.Model;

    public void Dispose()
    {
        Opened.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Write(string name, JsonObject content) => File.WriteAllText(Path.Combine(_folder, name), content.ToJsonString());

    private static JsonObject Special(string content, int id) => new() { ["id"] = id, ["content"] = content, ["special"] = true };
}
