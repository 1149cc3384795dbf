using System.Text.Json.Nodes;
using Tessera.Adapters.Library;

namespace Tessera.Adapters.Tests.Libraries;

/// <summary>Targets mean what they mean in PEFT.</summary>
public class TargetModulesSpecs
{
    [Theory]
    [InlineData("""{ "target_modules": ["q_proj", "mlp.up"] }""", "model.layers.0.attn.q_proj model.layers.1.mlp.up model.layers.12.mlp.up")]
    [InlineData("""{ "target_modules": ["model.layers.0.attn.q_proj"] }""", "model.layers.0.attn.q_proj")]
    [InlineData("""{ "target_modules": ["proj"] }""", "")]
    [InlineData("""{ "target_modules": ".*\\.(q_proj|up)" }""", "model.layers.0.attn.q_proj model.layers.1.mlp.up model.layers.12.mlp.up")]
    [InlineData("""{ "target_modules": ".*\\.up$" }""", "model.layers.1.mlp.up model.layers.12.mlp.up")]
    [InlineData("""{ "target_modules": "q_proj" }""", "")]
    [InlineData("""{ "target_modules": "(?P<all>.*)(?<!q_proj)" }""", "model.layers.1.mlp.up model.layers.12.mlp.up lm_head")]
    [InlineData("""{ "target_modules": "all-linear" }""", "model.layers.0.attn.q_proj model.layers.1.mlp.up model.layers.12.mlp.up lm_head")]
    [InlineData("""{ "target_modules": ["up"], "layers_to_transform": [1] }""", "model.layers.1.mlp.up")]
    [InlineData("""{ "target_modules": ["up", "q_proj"], "layers_to_transform": 12, "layers_pattern": "layers" }""", "model.layers.12.mlp.up")]
    [InlineData("""{ "target_modules": ["up"], "layers_to_transform": [1, 12], "layers_pattern": ["blocks", "h"] }""", "")]
    [InlineData("""{ "target_modules": ["up"], "layers_to_transform": [] }""", "model.layers.1.mlp.up model.layers.12.mlp.up")]
    [InlineData("""{ "target_modules": ["lm_head", "up"], "layers_to_transform": [1] }""", "model.layers.1.mlp.up lm_head")]
    [InlineData("""{ "target_modules": ["up"], "exclude_modules": ".*12.*" }""", "model.layers.1.mlp.up")]
    [InlineData("""{ "target_modules": "all-linear", "exclude_modules": ["lm_head", "up"] }""", "model.layers.0.attn.q_proj")]
    public void A_map_is_adapted_where_PEFT_adapts_it(string config, string adapted)
    {
        string[] maps = ["model.layers.0.attn.q_proj", "model.layers.1.mlp.up", "model.layers.12.mlp.up", "lm_head"];

        var targets = TargetModules.Of(JsonNode.Parse(config)!.AsObject())!;

        maps.Where(targets.Matches).Should().Equal(adapted.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_configuration_without_targets_leaves_them_open() => TargetModules.Of([]).Should().BeNull();
}
