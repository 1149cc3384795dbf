using System.Text.Json.Nodes;
using Tessera.Adapters.Library;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Libraries;

/// <summary>Experts travel to and from PEFT unchanged.</summary>
public sealed class PeftFolderSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope;

    public PeftFolderSpecs()
    {
        Libtorch.EnsureLoaded();
        _scope = torch.NewDisposeScope();
    }

    [Fact]
    public void An_adapter_of_PEFT_is_the_same_bytes_after_it_was_read_and_written()
    {
        var original = SharedData.Require("golden/peft_adapter");
        var copy = Path.Combine(_folder.Path, "copy");

        using (var adapter = PeftAdapter.Read(original)) adapter.Write(copy);

        File.ReadAllText(Path.Combine(copy, "adapter_config.json")).Should().Be(File.ReadAllText(Path.Combine(original, "adapter_config.json")));
        using var before = SafetensorsFile.Open(Path.Combine(original, "adapter_model.safetensors"));
        using var after = SafetensorsFile.Open(Path.Combine(copy, "adapter_model.safetensors"));
        after.Names.Should().Equal(before.Names).And.NotBeEmpty();
        after.Metadata.Should().Equal(before.Metadata);
        foreach (var name in before.Names)
        {
            var (one, other) = (before.Read(name), after.Read(name));
            other.dtype.Should().Be(one.dtype);
            other.shape.Should().Equal(one.shape);
            other.bytes.SequenceEqual(one.bytes).Should().BeTrue();
        }
    }

    [Fact]
    public void Keys_that_nobody_knows_survive_in_their_order()
    {
        var path = Write("""{ "zeta": { "b": [1, 2.50], "a": null }, "peft_type": "LORA", "lora_dropout": 5e-02, "später": "ÄÖ <&>", "auto_mapping": null }""");
        var copy = Path.Combine(_folder.Path, "copy");

        using (var adapter = PeftAdapter.Read(path)) adapter.Write(copy);

        var written = File.ReadAllText(Path.Combine(copy, "adapter_config.json"));
        JsonNode.Parse(written)!.AsObject().Select(pair => pair.Key).Should().Equal("zeta", "peft_type", "lora_dropout", "später", "auto_mapping");
        written.Should().Contain("2.50").And.Contain("5e-02").And.Contain("ÄÖ <&>").And.Contain("\"a\": null");
    }

    [Fact]
    public void An_expert_of_many_maps_with_ranks_and_alphas_of_their_own_is_read_as_it_was_written()
    {
        var factors = new Dictionary<string, LoraFactors>
        {
            ["model.layers.0.q_proj"] = Experts.Factors(1, rank: 2, scaling: 4),
            ["model.layers.1.q_proj"] = Experts.Factors(2, rank: 2, scaling: 4),
            ["model.layers.2.q_proj"] = Experts.Factors(3, rank: 3, scaling: 1.0 / 3),
            ["q_proj"] = Experts.Factors(4, rank: 4, scaling: 0),
            ["extra.q_proj"] = Experts.Factors(5, rank: 2, scaling: 0.7),
        };
        foreach (var stabilised in new[] { false, true })
        {
            var path = Path.Combine(_folder.Path, $"library-{stabilised}");
            ExpertWriter.Write(Path.Combine(path, "one"), new ExpertDraft { Name = "one", Factors = factors, IsRankStabilised = stabilised, Record = new ExpertRecord { BaseModel = "tiny", Task = "count" } });

            using var library = ExpertLibrary.Open(path);
            var config = JsonNode.Parse(File.ReadAllText(Path.Combine(path, "one", "adapter_config.json")))!;

            config["r"]!.GetValue<int>().Should().Be(2);
            config["use_rslora"]!.GetValue<bool>().Should().Be(stabilised);
            config["base_model_name_or_path"]!.GetValue<string>().Should().Be("tiny");
            library.Experts[0].Metadata.Should().Contain("task", "count").And.Contain("baseModel", "tiny");
            library.Maps.Select(map => map.Name).Should().BeEquivalentTo(factors.Keys);
            for (var map = 0; map < library.Maps.Count; map++)
            {
                var (read, written) = (library.Read(0, map)!, factors[library.Maps[map].Name]);
                read.Scaling.Should().BeApproximately(written.Scaling, 1e-15 * written.Scaling, "of {0}", library.Maps[map].Name);
                read.A.bytes.SequenceEqual(written.A.bytes).Should().BeTrue();
                read.B.bytes.SequenceEqual(written.B.bytes).Should().BeTrue();
            }
        }
    }

    [Fact]
    public void A_written_expert_has_the_keys_that_PEFT_expects_and_no_others()
    {
        ExpertWriter.Write(Path.Combine(_folder.Path, "one"), Experts.Draft("one", 1));

        using var file = SafetensorsFile.Open(Path.Combine(_folder.Path, "one", "adapter_model.safetensors"));

        file.Names.Should().Equal(
            "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight", "base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight",
            "base_model.model.model.layers.1.mlp.down_proj.lora_A.weight", "base_model.model.model.layers.1.mlp.down_proj.lora_B.weight");
        file.Metadata["format"].Should().Be("pt");
    }

    [Theory]
    [InlineData("""{ "peft_type": "LORA", "use_dora": true }""", "DoRA")]
    [InlineData("""{ "peft_type": "LORA", "lora_bias": true }""", "lora_bias")]
    [InlineData("""{ "peft_type": "LORA", "bias": "all" }""", "bias is all")]
    [InlineData("""{ "peft_type": "LORA", "bias": "lora_only" }""", "bias is lora_only")]
    [InlineData("""{ "peft_type": "LORA", "modules_to_save": ["lm_head"] }""", "modules_to_save")]
    [InlineData("""{ "peft_type": "LORA", "trainable_token_indices": [3] }""", "trainable_token_indices")]
    [InlineData("""{ "peft_type": "LORA", "layer_replication": [[0, 2]] }""", "layer_replication")]
    [InlineData("""{ "peft_type": "LORA", "target_parameters": ["experts"] }""", "target_parameters")]
    [InlineData("""{ "peft_type": "LORA", "init_lora_weights": "pissa_niter_4" }""", "pissa_niter_4")]
    [InlineData("""{ "peft_type": "LORA", "init_lora_weights": "olora" }""", "olora")]
    [InlineData("""{ "peft_type": "ADALORA" }""", "ADALORA")]
    public void A_variant_is_kept_when_it_is_copied_and_refused_by_name_when_it_is_used(string config, string name)
    {
        var path = Write(config);
        var library = Path.Combine(_folder.Path, "library");
        LibraryFolder.At(library).Add("odd", path);
        LibraryFolder.At(library).Clone("odd", "again");

        var open = () => ExpertLibrary.Open(library).Dispose();

        foreach (var copy in new[] { "odd", "again" })
        foreach (var file in new[] { "adapter_config.json", "adapter_model.safetensors" })
            File.ReadAllBytes(Path.Combine(library, copy, file)).Should().Equal(File.ReadAllBytes(Path.Combine(path, file)));
        open.Should().Throw<TesseraException>().Which.Diagnostics.Single().Should().Match<Diagnostic>(problem => problem.Id == "TESS5010" && problem.Message.Contains(name));
    }

    [Theory]
    [InlineData("""{ "peft_type": "LORA", "bias": "none", "use_dora": false, "lora_bias": false, "modules_to_save": [], "trainable_token_indices": null, "init_lora_weights": "gaussian" }""")]
    [InlineData("""{ "peft_type": "LORA", "init_lora_weights": true, "modules_to_save": null }""")]
    public void Variants_that_are_switched_off_stand_in_nobodys_way(string config)
    {
        Write(config);

        using var library = ExpertLibrary.Open(_folder.Path);

        library.Experts.Should().ContainSingle();
    }

    [Theory]
    [InlineData("""{ "peft_type": "LORA", "target_modules": ["v_proj"] }""", "none of the adapter's target modules")]
    [InlineData("""{ "peft_type": "LORA", "target_modules": "layers\\.2\\..*" }""", "none of the adapter's target modules")]
    [InlineData("""{ "peft_type": "LORA", "target_modules": ["q_proj"], "exclude_modules": ["layers.1.q_proj"] }""", "none of the adapter's target modules")]
    [InlineData("""{ "peft_type": "LORA", "target_modules": ["q_proj"], "layers_to_transform": [0, 2] }""", "none of the adapter's target modules")]
    [InlineData("""{ "peft_type": "LORA", "r": 8 }""", "of rank 2")]
    [InlineData("""{ "peft_type": "LORA", "r": 2, "rank_pattern": { "q_proj": 4 } }""", "says 4")]
    public void Factors_that_PEFT_would_not_take_are_refused(string config, string reason)
    {
        Write(config);
        var open = () => ExpertLibrary.Open(_folder.Path).Dispose();

        open.Should().Throw<TesseraException>().Which.Diagnostics.Single().Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS5301" && problem.Message.Contains("model.layers.1.q_proj") && problem.Message.Contains(reason));
    }

    [Theory]
    [InlineData("""{ "peft_type": "LORA", "target_modules": "(unclosed" }""")]
    [InlineData("""{ "peft_type": "LORA", "target_modules": [1] }""")]
    [InlineData("""{ "peft_type": "LORA", "target_modules": 7 }""")]
    [InlineData("""{ "peft_type": "LORA", "target_modules": ["q_proj"], "layers_to_transform": ["one"] }""")]
    [InlineData("""{ "peft_type": "LORA", "target_modules": "(?=(m))(((.*)*)*)*z" }""")]
    [InlineData("""{ "peft_type": "LORA", "modules_to_save": [], "bias": 3 }""")]
    [InlineData("""{ "peft_type": "LORA", "r": "two" }""")]
    public void Targets_and_settings_of_another_type_than_PEFTs_are_explained(string config)
    {
        Write(config);
        var open = () => ExpertLibrary.Open(_folder.Path).Dispose();

        open.Should().Throw<TesseraException>().Which.Diagnostics.Single().Should().Match<Diagnostic>(problem => (problem.Id == "TESS5010" || problem.Id == "TESS5301") && problem.Location!.File.EndsWith("adapter_config.json"));
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private string Write(string config)
    {
        var path = Directory.CreateDirectory(Path.Combine(_folder.Path, "one")).FullName;
        File.WriteAllText(Path.Combine(path, "adapter_config.json"), config);
        SafetensorsWriter.Write(Path.Combine(path, "adapter_model.safetensors"), new Dictionary<string, torch.Tensor>
        {
            ["base_model.model.model.layers.1.q_proj.lora_A.weight"] = torch.ones(2, 4),
            ["base_model.model.model.layers.1.q_proj.lora_B.weight"] = torch.ones(3, 2),
        });
        return path;
    }
}
