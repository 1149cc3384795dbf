using Tessera.Adapters.Library;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>What an adapter changes beside its factors is never passed over in silence.</summary>
public class PeftTensorSpecs
{
    private const string Map = "base_model.model.layers.1.q_proj";

    public PeftTensorSpecs() => Libtorch.EnsureLoaded();

    [Theory]
    [InlineData("base_model.model.layers.1.q_proj.lora_B.bias", "a bias")]
    [InlineData("base_model.model.layers.1.q_proj.base_layer.bias", "a bias")]
    [InlineData("base_model.model.layers.1.q_proj.bias", "a bias")]
    [InlineData("base_model.model.layers.1.q_proj.lora_magnitude_vector", "DoRA")]
    [InlineData("base_model.model.embed_tokens.lora_embedding_A", "embedding")]
    [InlineData("base_model.model.embed_tokens.lora_embedding_B", "embedding")]
    [InlineData("base_model.model.lm_head.weight", "modules_to_save")]
    [InlineData("base_model.model.layers.2.q_proj.lora_B.weight", "no lora_A")]
    [InlineData("something.else", "not understood")]
    public void A_tensor_that_is_not_understood_is_named(string name, string kind)
    {
        using var folder = new TemporaryFolder();
        using var scope = torch.NewDisposeScope();
        Write(folder, (Map + ".lora_A.weight", torch.ones(2, 4)), (Map + ".lora_B.weight", torch.ones(3, 2)), (name, torch.ones(3)));

        Refused(folder).Should().Match<Diagnostic>(problem => problem.Id == "TESS5015" && problem.Message.Contains($"'{name}'") && problem.Message.Contains(kind));
    }

    [Fact]
    public void A_large_tensor_of_an_unknown_type_is_named_without_being_read()
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder);
        var bytes = 5L << 30;
        ForgedFile.Write(
            Path.Combine(path, "adapter_model.safetensors"),
            $$$"""{"{{{Map}}}.lora_A.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"{{{Map}}}.lora_B.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[4,8]},"base_model.model.lm_head.weight":{"dtype":"F8_E4M3","shape":[{{{bytes}}}],"data_offsets":[8,{{{bytes + 8}}}]}}""",
            bytes + 8);

        Refused(folder).Should().Match<Diagnostic>(problem => problem.Id == "TESS5015" && problem.Message.Contains("lm_head"));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Factors_that_are_no_numbers_are_refused_when_they_are_read(double entry)
    {
        using var folder = new TemporaryFolder();
        using var scope = torch.NewDisposeScope();
        Write(folder, (Map + ".lora_A.weight", torch.ones(2, 4)), (Map + ".lora_B.weight", torch.ones(3, 2).Times(entry)));
        using var library = ExpertLibrary.Open(folder.Path);

        var read = () => library.Read(0, 0);

        read.Should().Throw<TesseraException>().Which.Diagnostics.Single().Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS5016" && problem.Message.Contains("layers.1.q_proj") && problem.Location!.ToString().Contains("one"));
    }

    [Fact]
    public void Factors_that_are_whole_numbers_are_refused_when_they_are_read()
    {
        using var folder = new TemporaryFolder();
        using var scope = torch.NewDisposeScope();
        Write(folder, (Map + ".lora_A.weight", torch.ones(2, 4)), (Map + ".lora_B.weight", torch.ones(3, 2, torch.ScalarType.Byte)));
        using var library = ExpertLibrary.Open(folder.Path);

        var read = () => library.Read(0, 0);

        read.Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS5016");
    }

    [Fact]
    public void Sizes_beyond_any_map_are_refused()
    {
        using var folder = new TemporaryFolder();
        using var scope = torch.NewDisposeScope();
        Write(folder, (Map + ".lora_A.weight", torch.ones(2, 0)), (Map + ".lora_B.weight", torch.ones(3, 2)));

        Refused(folder).Id.Should().Be("TESS5013");
        ForgedFile.Write(
            Path.Combine(folder.Path, "one", "adapter_model.safetensors"),
            $$$"""{"{{{Map}}}.lora_A.weight":{"dtype":"U8","shape":[1,{{{Large}}}],"data_offsets":[0,{{{Large}}}]},"{{{Map}}}.lora_B.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[{{{Large}}},{{{Large + 4}}}]}}""", Large + 4);
        Refused(folder).Id.Should().Be("TESS5013");
    }

    [Theory]
    [InlineData("""{ "peft_type": "LORA", "lora_alpha": 4, "alpha_pattern": { "q_proj": 1, "q_proj": 2 } }""")]
    [InlineData("""{ "peft_type": "LORA", "lora_alpha": 4, "lora_alpha": 8 }""")]
    [InlineData("""{ "peft_type": "LORA", "alora_invocation_tokens": [1, 2] }""")]
    public void A_configuration_with_two_meanings_or_one_that_is_not_supported_is_refused(string config)
    {
        using var folder = new TemporaryFolder();
        using var scope = torch.NewDisposeScope();
        var path = Write(folder, (Map + ".lora_A.weight", torch.ones(2, 4)), (Map + ".lora_B.weight", torch.ones(3, 2)));
        File.WriteAllText(Path.Combine(path, "adapter_config.json"), config);

        Refused(folder).Id.Should().Be("TESS5010");
    }

    private const long Large = 3L << 30;

    private static Diagnostic Refused(TemporaryFolder folder)
    {
        var open = () => ExpertLibrary.Open(folder.Path).Dispose();
        return open.Should().Throw<TesseraException>().Which.Diagnostics.Single();
    }

    private static string Write(TemporaryFolder folder, params (string Name, torch.Tensor Tensor)[] tensors)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder.Path, "one")).FullName;
        File.WriteAllText(Path.Combine(path, "adapter_config.json"), """{ "peft_type": "LORA" }""");
        SafetensorsWriter.Write(Path.Combine(path, "adapter_model.safetensors"), tensors.ToDictionary(pair => pair.Name, pair => pair.Tensor));
        return path;
    }
}
