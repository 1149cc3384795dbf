using System.Text.Json.Nodes;
using Tessera.Pipelines.Schemas;

namespace Tessera.Pipelines.Tests;

/// <summary>An editor that checks by the printed schema underlines nothing that the loader takes.</summary>
public sealed class SchemaAgreementSpecs : IDisposable
{
    private const int Count = 4000;

    private readonly Fixture _fixture = new();

    public SchemaAgreementSpecs() => _fixture.Write("text.txt", "hello");

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task What_the_loader_takes_fits_the_schema()
    {
        var schema = await SchemaAsync();
        var random = new Random(20_261_127);
        var taken = 0;
        for (var i = 0; i < Count; i++)
        {
            var pipeline = Pipeline(random).ToJsonString();
            if (Loading.PipelineLoader.LoadText(pipeline, Path.Combine(_fixture.Folder, "pipeline.yaml"), [], Fixture.Catalog).Pipeline is null) continue;
            taken++;
            schema.Validate(pipeline).Should().BeEmpty(pipeline);
        }

        taken.Should().BeGreaterThan(Count / 8, "otherwise little was tried");
    }

    [Theory]
    [InlineData("""{ "a": { "uses": "step/add", "with": { "left": 1 } }, "b": { "uses": "step/fail", "after": "a" } }""")]
    [InlineData("""{ "a": { "uses": "step/add", "with": { "left": 1 } }, "b": { "uses": "step/fail", "after": ["a"], "with": {} } }""")]
    [InlineData("""{ "a": { "uses": "step/tessera.fixtures.steps/add", "with": { "left": 1 } } }""")]
    [InlineData("""{ "n": { "uses": "step/note", "with": { "source": "text.txt" } }, "j": { "uses": "step/judge", "with": { "note": "${n}", "losses": ["loss/tessera.fixtures.steps/length", { "uses": "loss/tessera.fixtures.steps/length" }] } } }""")]
    [InlineData("""{ "a": { "uses": "step/add", "with": { "left": 1, "witness": 7 } } }""")]
    [InlineData("""{ "a": { "uses": "step/add", "with": { "left": 1, "witness": null } } }""")]
    [InlineData("""{ "e": { "uses": "step/echo", "with": null } }""")]
    public async Task These_forms_are_right_for_both(string steps)
    {
        var pipeline = $$"""{ "name": "x", "inputs": null, "steps": {{steps}} }""";

        Loading.PipelineLoader.LoadText(pipeline, Path.Combine(_fixture.Folder, "pipeline.yaml"), [], Fixture.Catalog).Diagnostics.Should().BeEmpty();
        (await SchemaAsync()).Validate(pipeline).Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{ "a": { "uses": "step/add", "with": { "left": 1, "milliseconds": 5000000000 } } }""")]
    [InlineData("""{ "a": { "uses": "step/add", "with": { "left": 1, "milliseconds": null } } }""")]
    [InlineData("""{ "a": { "uses": "step/fail", "with": { "left": 1 } } }""")]
    [InlineData("""{ "a": { "uses": "step/add", "with": null } }""")]
    [InlineData("""{ "a": { "uses": "step/fail", "after": { "b": 1 } } }""")]
    public async Task These_forms_are_wrong_for_both(string steps)
    {
        var pipeline = $$"""{ "name": "x", "steps": {{steps}} }""";

        Fixture.Load(pipeline).Pipeline.Should().BeNull();
        (await SchemaAsync()).Validate(pipeline).Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_schema_can_be_read_though_nobody_has_the_parts_that_options_take()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_fixture.Folder, "plugin")).FullName;
        foreach (var file in Directory.EnumerateFiles(Fixture.StepsPlugin)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "plugin.json")))!;
        var exports = manifest["exports"]!.AsArray();
        exports.Remove(exports.Single(part => part!["kind"]!.GetValue<string>() == "loss"));
        await File.WriteAllTextAsync(Path.Combine(folder, "plugin.json"), manifest.ToJsonString());

        var alone = await NJsonSchema.JsonSchema.FromJsonAsync(PipelineSchema.Generate(Hosting.Catalog.PluginCatalog.Discover([folder])).ToJsonString());
        var nobodys = await NJsonSchema.JsonSchema.FromJsonAsync(PipelineSchema.Generate(Hosting.Catalog.PluginCatalog.Discover([])).ToJsonString());

        const string Judging = """{ "name": "x", "steps": { "j": { "uses": "step/judge", "with": { "note": "${n}", "losses": [§] } } } }""";
        alone.Validate(Judging.Replace("§", "\"loss/length\"", StringComparison.Ordinal)).Should().NotBeEmpty();
        alone.Validate(Judging.Replace("§", "\"${inputs.loss}\"", StringComparison.Ordinal)).Should().BeEmpty();
        nobodys.Validate("""{ "name": "x", "steps": { "a": { "uses": "step/add" } } }""").Should().NotBeEmpty();
    }

    private static Task<NJsonSchema.JsonSchema> SchemaAsync() => NJsonSchema.JsonSchema.FromJsonAsync(PipelineSchema.Generate(Fixture.Catalog).ToJsonString());

    private static JsonObject Pipeline(Random random)
    {
        var steps = new JsonObject { ["sum"] = Step("add", Add(random), random), ["text"] = Step("note", new JsonObject { ["source"] = "text.txt" }, random) };
        if (random.Next(2) == 0) steps["judge"] = Step("judge", Judge(random), random);
        if (random.Next(2) == 0) steps["fail"] = Step("fail", Pick<JsonNode?>(random, new JsonObject(), null), random);
        if (random.Next(2) == 0) steps["echo"] = Step("echo", Pick<JsonNode?>(random, new JsonObject { ["settings"] = new JsonObject { ["a"] = Value(random) } }, new JsonObject(), null), random);
        var pipeline = new JsonObject { ["name"] = "agreement", ["steps"] = steps, ["inputs"] = new JsonObject { ["number"] = 3, ["loss"] = "loss/length" } };
        if (random.Next(3) == 0) pipeline["seed"] = random.Next(-1, 5);
        if (random.Next(3) == 0) pipeline["description"] = Value(random);
        return pipeline;
    }

    private static JsonObject Step(string name, JsonNode? with, Random random)
    {
        var step = new JsonObject { ["uses"] = Pick(random, $"step/{name}", $"step/tessera.fixtures.steps/{name}") };
        if (with is not null || random.Next(2) == 0) step["with"] = with;
        if (name != "add" && random.Next(2) == 0) step["after"] = Pick<JsonNode?>(random, "sum", new JsonArray("sum"), new JsonArray(), new JsonArray("sum", "sum"), new JsonArray(1));
        return step;
    }

    private static JsonObject Add(Random random)
    {
        var with = new JsonObject { ["left"] = Pick<JsonNode?>(random, 1, 2.5, "${inputs.number}") };
        if (random.Next(3) == 0) with["right"] = Value(random);
        if (random.Next(3) == 0) with["rounding"] = Pick<JsonNode?>(random, "none", "wholeNumbers", "${inputs.number}", null);
        if (random.Next(3) == 0) with["milliseconds"] = Pick<JsonNode?>(random, 0, int.MaxValue, int.MinValue, 2147483648L, "${inputs.number}", null);
        if (random.Next(3) == 0) with["witness"] = Value(random);
        return with;
    }

    private static JsonObject Judge(Random random)
    {
        var losses = new JsonArray();
        for (var i = random.Next(3); i > 0; i--)
        {
            losses.Add(Pick<JsonNode?>(
                random, "loss/length", "loss/tessera.fixtures.steps/length", "${inputs.loss}", new JsonObject { ["uses"] = "loss/length", ["with"] = null },
                new JsonObject { ["uses"] = "loss/tessera.fixtures.steps/length", ["with"] = new JsonObject { ["scale"] = Value(random) } }));
        }

        var with = new JsonObject { ["note"] = "${text}", ["losses"] = losses };
        if (random.Next(2) == 0) with["wanted"] = Value(random);
        return with;
    }

    private static JsonNode? Value(Random random) => Pick<JsonNode?>(random, 1, 0.5, -7, true, "x", "", "${sum.text}", "a ${sum.text}", null, new JsonArray(1), new JsonObject { ["b"] = 2 });

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}
