using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests;

/// <summary>tessera schema, as an editor uses it.</summary>
public class SchemaSpecs
{
    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(Repository.Samples, "*.yaml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.Samples, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task The_samples_fit(string sample) => (await ProblemsAsync(await File.ReadAllTextAsync(Path.Combine(Repository.Samples, sample)))).Should().BeEmpty();

    [Theory]
    [InlineData("name: routers", "nmae: routers")]
    [InlineData("step/cluster", "step/clutser")]
    [InlineData("clusterer/mbc", "router/arrow")]
    [InlineData("clusters: 3", "clusterz: 3")]
    [InlineData("clusters: 3", "clusters: many")]
    [InlineData("topK: 4", "topK: [4]")]
    [InlineData("      library: ${experts}\n", "")]
    public async Task A_mistake_does_not_fit(string right, string wrong)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Samples, "routers.yaml"));
        text.Should().Contain(right);

        (await ProblemsAsync(text.Replace(right, wrong, StringComparison.Ordinal))).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Plugins_of_my_own_are_in_it()
    {
        const string pipeline = "name: x\nsteps: { a: { uses: step/add, with: { left: 1, rounding: wholeNumbers } } }";
        var without = JsonNode.Parse((await TesseraProcess.RunAsync("schema")).StandardOutput)!;
        var with = JsonNode.Parse((await TesseraProcess.RunAsync("schema", "--plugins", Workplace.Steps)).StandardOutput)!;

        var steps = with["definitions"]!["step"]!["anyOf"]!.AsArray();
        var add = steps.Single(step => step!["properties"]!["uses"]!["enum"]![0]!.GetValue<string>() == "step/add")!;
        add["properties"]!["with"]!["properties"]!.AsObject().Select(option => option.Key).Should().Contain(["left", "right", "rounding"]);
        add["properties"]!["with"]!["properties"]!["left"]!["description"]!.GetValue<string>().Should().Be("One number.");
        (await ProblemsAsync(pipeline, with)).Should().BeEmpty();
        (await ProblemsAsync(pipeline, without)).Should().NotBeEmpty();
    }

    private static async Task<IEnumerable<object>> ProblemsAsync(string yaml, JsonNode? schema = null)
    {
        if (schema is null)
        {
            var printed = await TesseraProcess.RunAsync("schema");
            printed.ExitCode.Should().Be(0, printed.StandardError);
            schema = JsonNode.Parse(printed.StandardOutput)!;
        }

        var graph = new YamlDotNet.Serialization.DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(yaml);
        var json = new YamlDotNet.Serialization.SerializerBuilder().JsonCompatible().Build().Serialize(graph);
        return (await NJsonSchema.JsonSchema.FromJsonAsync(schema.ToJsonString())).Validate(json);
    }
}
