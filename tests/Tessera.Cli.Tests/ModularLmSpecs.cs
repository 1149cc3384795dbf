using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests;

/// <summary>A researcher runs everything about modular language models on the model and the tasks that are shipped.</summary>
public class ModularLmSpecs
{
    private static readonly string Pipeline = Path.Combine(Repository.Samples, "modular-lm.yaml");

    [Theory]
    [InlineData("modular-lm.yaml")]
    [InlineData("pretrain-tiny.yaml")]
    public async Task The_pipelines_are_valid(string name)
    {
        var result = await TesseraProcess.RunAsync("validate", Path.Combine(Repository.Samples, name));
        result.ExitCode.Should().Be(0, result.StandardError + result.StandardOutput);
    }

    [Fact]
    public async Task Experts_know_their_tasks_and_routing_helps_with_tasks_that_nobody_trained_on()
    {
        using var folder = new TemporaryFolder();

        // Fewer test examples, and little of what is not asserted here.
        var run = await TesseraProcess.RunAsync(
            "run", Pipeline, "--out", folder.Path, "--json", "--set", "testExamples=50", "--set", "steps.shared.with.steps=10", "--set", "steps.mhr.with.steps=5", "--set", "steps.poly.with.steps=10",
            "--set", "steps.mbc.with.steps=15", "--set", "steps.branched.with.steps=15", "--set", "steps.adapt.with.steps=3");

        run.ExitCode.Should().Be(0, "{0}", run.StandardError + run.StandardOutput);
        var summary = JsonNode.Parse(run.StandardOutput)!;
        var methods = summary["methods"]!.AsArray().ToDictionary(method => method!["name"]!.GetValue<string>(), method => method!);
        double HeldOut(string name) => methods[name]["heldOut"]!["mean"]!.GetValue<double>();
        methods.Keys.Should().Contain(["base", "private+uniform", "private+arrow", "private+chorus", "private+phatgoose", "private+centroid", "private+task", "mbc+arrow", "merged+arrow", "shared", "branched+arrow", "led+chorus", "poly", "mhr"]);
        methods["private+task"]["training"]!["mean"]!.GetValue<double>().Should().BeGreaterThan(0.9);
        HeldOut("base").Should().BeLessThan(0.65);
        HeldOut("private+arrow").Should().BeGreaterThan(HeldOut("private+uniform")).And.BeGreaterThan(HeldOut("base") + 0.1);
        HeldOut("private+chorus").Should().BeGreaterThan(HeldOut("base") + 0.1);
        Directory.GetDirectories(Path.Combine(folder.Path, "steps", "private", "files", "library", ".library", "derived")).Select(Path.GetFileName)
            .Should().Contain(["router-arrow", "router-chorus", "router-centroid", "router-phatgoose"], "what routers found out is kept").And.NotContain("router-uniform");
        File.Exists(Path.Combine(folder.Path, "report.html")).Should().BeTrue();
    }
}
