using System.Globalization;
using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests;

/// <summary>The pipelines that docs/optimizers.md shows run, and end where their exact model says they should.</summary>
public class OptimizerSampleSpecs
{
    private const string Optimum =
        "Say whether the review is positive or negative. Judge what the writer felt, not what happens in the film. Take irony for what it means, not for what it says."
        + " Where praise and blame are mixed, let the last part decide.";

    private static readonly double BestScore = (Math.Log(0.93) + (3 * Math.Log(0.85))) / 4;

    [Theory]
    [InlineData("zero-shot.yaml")]
    [InlineData("few-shot.yaml")]
    [InlineData("ape.yaml")]
    [InlineData("opro.yaml")]
    public async Task I_can_run_each_optimizer(string pipeline)
    {
        var prompt = (await RunAsync(pipeline)).Should().ContainSingle().Which.Value;
        var (score, initialScore) = (prompt["score"]!.GetValue<double>(), prompt["initialScore"]!.GetValue<double>());
        if (pipeline == "zero-shot.yaml") score.Should().Be(initialScore);
        else score.Should().BeGreaterThan(initialScore);
        if (pipeline is "ape.yaml" or "opro.yaml") prompt["prompt"]!.GetValue<string>().Should().Be(Optimum);
    }

    [Fact]
    public async Task I_can_compare_them_in_one_pipeline_and_the_page_shows_what_comes_out()
    {
        var steps = await RunAsync("compare.yaml");
        steps.Keys.Should().Equal("zero-shot", "few-shot", "ape", "opro", "dln");
        steps.Values.Select(output => output["initialScore"]!.GetValue<double>()).Distinct().Should().ContainSingle("all begin with the same prompt and are compared on the same examples");
        var scores = steps.ToDictionary(step => step.Key, step => step.Value["score"]!.GetValue<double>());
        scores["few-shot"].Should().BeGreaterThan(scores["zero-shot"]);
        foreach (var search in new[] { "ape", "opro", "dln" }) scores[search].Should().BeApproximately(BestScore, 1e-12);
        steps.Values.Should().OnlyContain(output => !output["budgetExhausted"]!.GetValue<bool>());
        var rows = steps.Select(step => string.Create(
            CultureInfo.InvariantCulture, $"| {step.Key} | {step.Value["score"]!.GetValue<double>():0.000} | {step.Value["accuracyAfter"]!.GetValue<double>():0.00} | {step.Value["calls"]} |"));
        (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "optimizers.md"))).Should().Contain(string.Join('\n', rows));
    }

    private static async Task<Dictionary<string, JsonNode>> RunAsync(string pipeline)
    {
        using var folder = new TemporaryFolder();
        var result = await TesseraProcess.RunAsync("run", Path.Combine(Repository.Samples, "prompts", pipeline), "--out", folder.Path, "--json");
        result.ExitCode.Should().Be(0, result.StandardError + result.StandardOutput);
        return JsonNode.Parse(result.StandardOutput)!["steps"]!.AsArray().ToDictionary(step => step!["name"]!.GetValue<string>(), step => step!["output"]!);
    }
}
