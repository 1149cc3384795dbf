using System.Text.Json.Nodes;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Models;

/// <summary>A small random model as a folder: its configuration can be changed, its weights stored in any type and in several files.</summary>
internal sealed class TinyModel
{
    private readonly Random _numbers = new(5);

    private TinyModel(JsonObject config) => Config = config;

    public JsonObject Config { get; }

    public Dictionary<string, (double[] Values, long[] Shape)> Weights { get; } = new(StringComparer.Ordinal);

    public int Size(string name) => Config[name]!.GetValue<int>();

    public int HeadSize => Config["head_dim"]?.GetValue<int>() ?? Size("hidden_size") / Size("num_attention_heads");

    public static TinyModel Llama(string changes = "{}", string architecture = "LlamaForCausalLM")
    {
        var model = new TinyModel(Merge(
            """
            { "hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "vocab_size": 40,
              "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "rope_theta": 1000.0, "hidden_act": "silu", "tie_word_embeddings": false, "eos_token_id": 1 }
            """, changes, architecture));
        var (width, inner, queries, keys) = (model.Size("hidden_size"), model.Size("intermediate_size"), model.Size("num_attention_heads") * model.HeadSize, model.Size("num_key_value_heads") * model.HeadSize);
        var (attentionBias, networkBias) = (model.Config["attention_bias"]?.GetValue<bool>() == true, model.Config["mlp_bias"]?.GetValue<bool>() == true);
        model.Add("model.embed_tokens.weight", model.Size("vocab_size"), width);
        for (var layer = 0; layer < model.Size("num_hidden_layers"); layer++)
        {
            var path = $"model.layers.{layer}.";
            model.Linear(path + "self_attn.q_proj", width, queries, attentionBias);
            model.Linear(path + "self_attn.k_proj", width, keys, attentionBias);
            model.Linear(path + "self_attn.v_proj", width, keys, attentionBias);
            model.Linear(path + "self_attn.o_proj", queries, width, attentionBias);
            model.Linear(path + "mlp.gate_proj", width, inner, networkBias);
            model.Linear(path + "mlp.up_proj", width, inner, networkBias);
            model.Linear(path + "mlp.down_proj", inner, width, networkBias);
            model.Add(path + "input_layernorm.weight", width);
            model.Add(path + "post_attention_layernorm.weight", width);
        }

        model.Add("model.norm.weight", width);
        if (!model.Config["tie_word_embeddings"]!.GetValue<bool>()) model.Add("lm_head.weight", model.Size("vocab_size"), width);
        return model;
    }

    public static TinyModel Phi(string changes = "{}")
    {
        var model = new TinyModel(Merge(
            """
            { "hidden_size": 32, "intermediate_size": 40, "num_hidden_layers": 2, "num_attention_heads": 2, "vocab_size": 40, "max_position_embeddings": 64,
              "layer_norm_eps": 1e-5, "rope_theta": 1000.0, "partial_rotary_factor": 0.4, "hidden_act": "gelu_new", "tie_word_embeddings": false, "eos_token_id": 1 }
            """, changes, "PhiForCausalLM"));
        var (width, inner) = (model.Size("hidden_size"), model.Size("intermediate_size"));
        model.Add("model.embed_tokens.weight", model.Size("vocab_size"), width);
        for (var layer = 0; layer < model.Size("num_hidden_layers"); layer++)
        {
            var path = $"model.layers.{layer}.";
            foreach (var map in (string[])["q_proj", "k_proj", "v_proj", "dense"]) model.Linear($"{path}self_attn.{map}", width, width, bias: true);
            model.Linear(path + "mlp.fc1", width, inner, bias: true);
            model.Linear(path + "mlp.fc2", inner, width, bias: true);
            model.Norm(path + "input_layernorm", width);
        }

        model.Norm("model.final_layernorm", width);
        model.Linear("lm_head", width, model.Size("vocab_size"), bias: true);
        return model;
    }

    /// <summary>Writes the folder; weights are rounded to the stored type, here too.</summary>
    public string Write(TemporaryFolder folder, torch.ScalarType stored = torch.ScalarType.Float32, int files = 1)
    {
        Libtorch.EnsureLoaded();
        using var scope = torch.NewDisposeScope();
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), Config.ToJsonString());
        File.WriteAllText(Path.Combine(folder.Path, "tokenizer.json"), TinyTokenizer.Json(Size("vocab_size")));
        var tensors = new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
        foreach (var (name, (values, shape)) in Weights.ToList())
        {
            tensors[name] = torch.tensor(values, shape).to_type(stored);
            Weights[name] = (tensors[name].to_type(torch.ScalarType.Float64).data<double>().ToArray(), shape);
        }

        if (files == 1)
        {
            SafetensorsWriter.Write(Path.Combine(folder.Path, "model.safetensors"), tensors);
            return folder.Path;
        }

        var places = new JsonObject();
        foreach (var file in tensors.Select((tensor, index) => (tensor, index)).GroupBy(one => one.index % files, one => one.tensor))
        {
            var name = $"model-{file.Key + 1:D5}-of-{files:D5}.safetensors";
            SafetensorsWriter.Write(Path.Combine(folder.Path, name), file.ToDictionary());
            foreach (var (tensor, _) in file) places[tensor] = name;
        }

        File.WriteAllText(Path.Combine(folder.Path, "model.safetensors.index.json"), new JsonObject { ["metadata"] = new JsonObject(), ["weight_map"] = places }.ToJsonString());
        return folder.Path;
    }

    private void Linear(string name, int inputs, int outputs, bool bias)
    {
        Add(name + ".weight", outputs, inputs);
        if (bias) Add(name + ".bias", outputs);
    }

    private void Norm(string name, int width)
    {
        Add(name + ".weight", width);
        Add(name + ".bias", width);
    }

    private void Add(string name, params long[] shape) =>
        Weights[name] = ([.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => _numbers.NextDouble() - 0.5)], shape);

    private static JsonObject Merge(string config, string changes, string architecture)
    {
        var merged = JsonNode.Parse(config)!.AsObject();
        merged["architectures"] = new JsonArray(architecture);
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject()) merged[name] = value?.DeepClone();
        return merged;
    }
}
