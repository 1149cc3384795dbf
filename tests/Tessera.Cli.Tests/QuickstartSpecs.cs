using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests;

/// <summary>What a newcomer sees first.</summary>
public class QuickstartSpecs
{
    private static readonly string Quickstart = Path.Combine(Repository.Samples, "quickstart.yaml");

    [Fact]
    public async Task The_quickstart_repairs_routes_and_optimises_and_a_second_run_reuses_everything()
    {
        using var folder = new TemporaryFolder();
        var run = Path.Combine(folder.Path, "run");

        var first = await TesseraProcess.RunAsync("run", Quickstart, "--out", run, "--json");
        first.ExitCode.Should().Be(0, first.StandardError + first.StandardOutput);
        var summary = JsonNode.Parse(first.StandardOutput)!;
        JsonNode.DeepEquals(summary, JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(run, "summary.json")))).Should().BeTrue();
        summary["status"]!.GetValue<string>().Should().Be("succeeded");

        var repair = Output(summary, "repair");
        repair["passedBefore"]!.GetValue<bool>().Should().BeFalse();
        repair["passedAfter"]!.GetValue<bool>().Should().BeTrue();
        repair["patch"]!.GetValue<string>().Should().Contain("@@");

        var methods = Output(summary, "compare")["methods"]!.AsArray().ToDictionary(method => method!["name"]!.GetValue<string>(), method => method!["error"]!.GetValue<double>());
        methods["arrow"].Should().BeLessThan(methods["uniform"]).And.BeLessThan(methods["base"]);

        var prompt = Output(summary, "prompt");
        prompt["score"]!.GetValue<double>().Should().BeGreaterThan(prompt["initialScore"]!.GetValue<double>());

        var second = await TesseraProcess.RunAsync("run", Quickstart, "--out", run, "--json");
        second.ExitCode.Should().Be(0, second.StandardError);
        JsonNode.Parse(second.StandardOutput)!["steps"]!.AsArray().Should().OnlyContain(step => step!["reused"]!.GetValue<bool>());
    }

    [Fact]
    public async Task The_quickstart_is_valid()
    {
        var result = await TesseraProcess.RunAsync("validate", Quickstart);
        result.ExitCode.Should().Be(0, result.StandardError);
    }

    private static JsonNode Output(JsonNode summary, string step) =>
        summary["steps"]!.AsArray().Single(candidate => candidate!["name"]!.GetValue<string>() == step)!["output"]!;
}
