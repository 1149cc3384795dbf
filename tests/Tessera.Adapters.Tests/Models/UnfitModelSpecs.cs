using System.Text.Json.Nodes;
using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Lora;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Models;

/// <summary>A folder that is no whole model is refused with the reason and the remedy.</summary>
public sealed class UnfitModelSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public UnfitModelSpecs() => Libtorch.EnsureLoaded();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_without_a_configuration_is_no_model() => Refused("TESS5201", "config.json");

    [Theory]
    [InlineData("[]", "no JSON object")]
    [InlineData("{", "configuration")]
    [InlineData("""{ "architectures": "LlamaForCausalLM" }""", "architectures")]
    [InlineData("""{ "architectures": ["LlamaForCausalLM"] }""", "'num_attention_heads' is missing")]
    public void A_malformed_configuration_is_refused(string config, string reason)
    {
        TinyModel.Llama().Write(_folder);
        _folder.File("config.json", config);
        Refused("TESS5201", reason);
    }

    [Theory]
    [InlineData("hidden_size", "0", "whole number from 1 on")]
    [InlineData("hidden_size", "\"16\"", "whole number from 1 on")]
    [InlineData("hidden_size", "18", "not a multiple")]
    [InlineData("num_key_value_heads", "3", "evenly")]
    [InlineData("head_dim", "5", "odd width")]
    [InlineData("rms_norm_eps", "-1", "positive number")]
    [InlineData("rope_theta", "\"large\"", "positive number")]
    [InlineData("tie_word_embeddings", "1", "true or false")]
    [InlineData("rope_scaling", """{ "type": "linear" }""", "'factor' is missing")]
    [InlineData("rope_scaling", """{ "rope_type": "llama3", "factor": 2, "low_freq_factor": 4, "high_freq_factor": 1, "original_max_position_embeddings": 32 }""", "high_freq_factor")]
    [InlineData("eos_token_id", "\"</s>\"", "eos_token_id")]
    public void A_value_without_meaning_is_refused(string name, string value, string reason)
    {
        Change(TinyModel.Llama(), name, value);
        Refused("TESS5201", reason);
    }

    [Theory]
    [InlineData("architectures", """["MambaForCausalLM"]""", "MambaForCausalLM")]
    [InlineData("hidden_act", "\"relu\"", "'hidden_act' is 'relu'")]
    [InlineData("rope_scaling", """{ "rope_type": "yarn", "factor": 2 }""", "'yarn'")]
    [InlineData("rope_scaling", """{ "type": "dynamic", "factor": 2 }""", "'dynamic'")]
    [InlineData("quantization_config", """{ "bits": 4 }""", "quantised")]
    public void What_is_not_known_is_refused_and_never_guessed(string name, string value, string reason)
    {
        Change(TinyModel.Llama(), name, value);
        Refused("TESS5202", reason);
    }

    [Theory]
    [InlineData("qk_layernorm", "true", "qk_layernorm")]
    [InlineData("hidden_act", "\"silu\"", "'hidden_act' is 'silu'")]
    public void What_is_not_known_of_Phi_is_refused(string name, string value, string reason)
    {
        Change(TinyModel.Phi(), name, value);
        Refused("TESS5202", reason);
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        var model = TinyModel.Llama();
        model.Weights.Remove("model.layers.1.mlp.up_proj.weight");
        model.Write(_folder);
        Refused("TESS5203", "'model.layers.1.mlp.up_proj.weight'");
    }

    [Fact]
    public void A_tensor_that_the_index_places_in_another_file_is_missing()
    {
        var model = TinyModel.Llama();
        model.Write(_folder, files: 2);
        var index = JsonNode.Parse(File.ReadAllText(Index))!;
        index["weight_map"]!["model.norm.weight"] = index["weight_map"]!.AsObject().Select(place => place.Value!.GetValue<string>()).Distinct().Single(file => file != index["weight_map"]!["model.norm.weight"]!.GetValue<string>());
        File.WriteAllText(Index, index.ToJsonString());
        Refused("TESS5203", "'model.norm.weight'");
    }

    [Fact]
    public void A_tensor_of_another_shape_is_refused()
    {
        var model = TinyModel.Llama();
        model.Weights["model.norm.weight"] = (new double[8], [8]);
        model.Write(_folder);
        Refused("TESS5204", "'model.norm.weight' is (8), and the configuration asks for (16)");
    }

    [Fact]
    public void Weights_of_whole_numbers_are_refused()
    {
        TinyModel.Llama().Write(_folder, torch.ScalarType.Int8);
        Refused("TESS5204", "is of type Int8");
    }

    [Fact]
    public void A_folder_without_weights_is_refused()
    {
        TinyModel.Llama().Write(_folder);
        File.Move(Path.Combine(_folder.Path, "model.safetensors"), Path.Combine(_folder.Path, "pytorch_model.bin"));
        Refused("TESS5205", "neither model.safetensors nor");
    }

    [Theory]
    [InlineData("{", "weights cannot be found")]
    [InlineData("""{ "weight_map": {} }""", "names no tensors")]
    [InlineData("""{ "weight_map": 3 }""", "weights cannot be found")]
    [InlineData("""{ "weight_map": { "a": "../elsewhere.safetensors" } }""", "'../elsewhere.safetensors'")]
    [InlineData("""{ "weight_map": { "a": "/etc/passwd" } }""", "'/etc/passwd'")]
    [InlineData("""{ "weight_map": { "a": ".." } }""", "'..'")]
    [InlineData("""{ "weight_map": { "a": null } }""", "which is not one beside it")]
    public void A_malformed_or_hostile_index_is_refused(string index, string reason)
    {
        TinyModel.Llama().Write(_folder, files: 2);
        File.WriteAllText(Index, index);
        Refused("TESS5205", reason);
    }

    [Fact]
    public void A_file_of_the_index_that_is_not_there_is_named()
    {
        TinyModel.Llama().Write(_folder, files: 2);
        File.Delete(Path.Combine(_folder.Path, "model-00002-of-00002.safetensors"));
        Refused("TESS5001", "model-00002-of-00002.safetensors");
    }

    [Fact]
    public void A_file_that_was_cut_off_is_refused()
    {
        TinyModel.Llama().Write(_folder);
        using (var weights = new FileStream(Path.Combine(_folder.Path, "model.safetensors"), FileMode.Open)) weights.SetLength(weights.Length - 100);
        Refused("TESS5002", "lies outside the file");
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:x")]
    [InlineData("cuda:99")]
    public void A_device_that_is_not_there_is_refused(string device)
    {
        TinyModel.Llama().Write(_folder);
        FluentActions.Invoking(() => LanguageModelFolder.Open(_folder.Path, device: device)).Should().Throw<TesseraException>().Which.Diagnostics.Single()
            .Should().Match<Diagnostic>(problem => problem.Id == "TESS5206" && problem.Message.Contains($"'{device}'"));
    }

    [Fact]
    public void A_folder_without_a_tokenizer_is_refused()
    {
        TinyModel.Llama().Write(_folder);
        File.Delete(Path.Combine(_folder.Path, "tokenizer.json"));
        Refused("TESS5207", "neither tokenizer.json nor tokenizer.model");
        _folder.File("tokenizer.model", "no pieces");
        Refused("TESS5207", "tokenizer cannot be read");
    }

    [Fact]
    public void An_adapter_of_another_model_is_refused()
    {
        TinyModel.Llama().Write(_folder);
        using var model = LanguageModelFolder.Open(_folder.Path).Model;
        using var scope = torch.NewDisposeScope();
        Diagnostic Refuse(string map, int inputs)
        {
            using var adapter = new TemporaryFolder();
            adapter.File("adapter_config.json", """{ "peft_type": "LORA" }""");
            SafetensorsWriter.Write(Path.Combine(adapter.Path, "adapter_model.safetensors"), new Dictionary<string, torch.Tensor>
            {
                [$"base_model.model.{map}.lora_A.weight"] = torch.zeros(2, inputs), [$"base_model.model.{map}.lora_B.weight"] = torch.zeros(16, 2),
            });
            return FluentActions.Invoking(() => LoraAdaptation.Open(adapter.Path, model)).Should().Throw<TesseraException>().Which.Diagnostics.Single();
        }

        Refuse("model.layers.2.self_attn.q_proj", 16).Should().Match<Diagnostic>(problem => problem.Id == "TESS5208" && problem.Message.Contains("does not have") && problem.Remedy!.Contains("q_proj"));
        Refuse("model.layers.1.self_attn.q_proj", 8).Should().Match<Diagnostic>(problem => problem.Id == "TESS5208" && problem.Message.Contains("from 8 to 16") && problem.Message.Contains("from 16 to 16"));
    }

    private string Index => Path.Combine(_folder.Path, "model.safetensors.index.json");

    private void Change(TinyModel model, string name, string value)
    {
        model.Config[name] = JsonNode.Parse(value);
        var whole = model.Config.ToJsonString();
        model.Config["vocab_size"] = 40;
        model.Write(_folder);
        _folder.File("config.json", whole);
    }

    private void Refused(string id, string reason) =>
        FluentActions.Invoking(() => LanguageModelFolder.Open(_folder.Path)).Should().Throw<TesseraException>().Which.Diagnostics.Single()
            .Should().Match<Diagnostic>(problem => problem.Id == id && problem.ToString().Contains(reason));
}
