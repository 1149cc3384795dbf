using System.Text.Json.Nodes;
using Tessera.Adapters.Library;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>Libraries are folders of PEFT adapters.</summary>
public class ExpertLibrarySpecs
{
    public ExpertLibrarySpecs() => Libtorch.EnsureLoaded();

    [Fact]
    public void An_adapter_written_by_PEFT_is_read_with_its_scaling()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "real"), SharedData.Require("golden/peft_adapter"));
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Path, "real", "adapter_config.json")))!;

        using var library = ExpertLibrary.Open(folder.Path);
        var factors = library.Read(0, 0)!;

        library.Maps.Should().NotBeEmpty();
        factors.Rank.Should().Be(config["r"]!.GetValue<int>());
        factors.A.shape[1].Should().Be(library.Maps[0].InputSize);
        factors.B.shape[0].Should().Be(library.Maps[0].OutputSize);
        factors.Scaling.Should().BeGreaterThan(0);
    }

    [Theory]
    [InlineData("""{ "peft_type": "LORA", "lora_alpha": 16, "r": 2 }""", 8)]
    [InlineData("""{ "peft_type": "LORA" }""", 4)]
    [InlineData("""{ "peft_type": "LORA", "lora_alpha": 16, "use_rslora": true }""", 11.313708498984761)]
    [InlineData("""{ "peft_type": "LORA", "lora_alpha": 16, "alpha_pattern": { "k_proj": 1, "q_proj": 6 } }""", 3)]
    [InlineData("""{ "peft_type": "LORA", "lora_alpha": 16, "alpha_pattern": { "layers\\.[01]\\.q_proj": 10 } }""", 5)]
    public void The_scaling_is_what_the_configuration_says(string config, double scaling)
    {
        using var folder = new TemporaryFolder();
        WriteExpert(folder, "one", config);
        using var library = ExpertLibrary.Open(folder.Path);

        library.Read(0, 0)!.Scaling.Should().BeApproximately(scaling, 1e-12);
    }

    [Theory]
    [InlineData("""{ "peft_type": "IA3" }""", "IA3")]
    [InlineData("""{ "peft_type": "LORA", "use_dora": true }""", "DoRA")]
    [InlineData("""{ "peft_type": "LORA", "use_dora": "no" }""", "adapter_config.json")]
    [InlineData("{", "adapter_config.json")]
    [InlineData("[]", "no JSON object")]
    public void A_configuration_that_is_not_understood_is_refused(string config, string reason)
    {
        using var folder = new TemporaryFolder();
        WriteExpert(folder, "one", config);
        var open = () => ExpertLibrary.Open(folder.Path).Dispose();

        open.Should().Throw<TesseraException>().Which.Diagnostics.Single().Should().Match<Diagnostic>(problem => problem.Id == "TESS5010" && problem.ToString().Contains(reason));
    }

    [Fact]
    public void An_empty_folder_says_what_a_library_is()
    {
        using var folder = new TemporaryFolder();
        var open = () => ExpertLibrary.Open(folder.Path).Dispose();

        open.Should().Throw<TesseraException>().Which.Diagnostics.Single().Should().Match<Diagnostic>(problem => problem.Id == "TESS5011" && problem.Remedy!.Contains("adapter_config.json"));
    }

    [Fact]
    public void Experts_of_different_models_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        WriteExpert(folder, "one", """{ "peft_type": "LORA" }""");
        WriteExpert(folder, "two", """{ "peft_type": "LORA" }""", inputs: 5);
        var open = () => ExpertLibrary.Open(folder.Path).Dispose();

        open.Should().Throw<TesseraException>().Which.Diagnostics.Single().Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS5012" && problem.Message.Contains("'one'") && problem.Message.Contains("'two'") && problem.Message.Contains("4 to 3"));
    }

    [Fact]
    public async Task A_library_inside_a_run_moves_with_the_run()
    {
        using var folder = new TemporaryFolder();
        var step = Path.Combine(folder.Path, "step");
        WriteExpert(folder, Path.Combine("step", "files", "library", "one"), """{ "peft_type": "LORA" }""");
        Directory.CreateDirectory(Path.Combine(step, "output"));
        using (var library = ExpertLibrary.Open(Path.Combine(step, "files", "library")))
            await library.SaveAsync(Path.Combine(step, "output"), CancellationToken.None);
        var moved = Path.Combine(folder.Path, "moved");
        Directory.Move(step, moved);

        using var loaded = await ExpertLibrary.LoadAsync(Path.Combine(moved, "output"), CancellationToken.None);

        loaded.Experts.Should().ContainSingle().Which.Name.Should().Be("one");
    }

    private static void WriteExpert(TemporaryFolder folder, string name, string config, int inputs = 4)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;
        File.WriteAllText(Path.Combine(path, "adapter_config.json"), config);
        using var scope = torch.NewDisposeScope();
        SafetensorsWriter.Write(Path.Combine(path, "adapter_model.safetensors"), new Dictionary<string, torch.Tensor>
        {
            ["base_model.model.layers.1.q_proj.lora_A.weight"] = torch.ones(2, inputs),
            ["base_model.model.layers.1.q_proj.lora_B.weight"] = torch.ones(3, 2),
        });
    }
}
