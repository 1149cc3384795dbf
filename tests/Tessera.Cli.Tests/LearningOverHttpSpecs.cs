using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tessera.Models.Http.Tests;

namespace Tessera.Cli.Tests;

/// <summary>
/// The command of docs/deep-language-networks.md for published tasks and a server, on the real questions, with a student behind a real server in the model's
/// place: ten runs of each way, and the comparison on questions that took no part.
/// </summary>
public sealed partial class LearningOverHttpSpecs : IDisposable
{
    private const string Server = "http://localhost:8000";
    private const int Runs = 10;

    private static readonly Dictionary<string, (string Name, string Value)[]> Tasks = new()
    {
        ["navigate"] = [],
        ["logical-deduction-seven-objects"] =
        [
            ("task", "logical-deduction-seven-objects"),
            ("prompt", LogicalDeductionStudent.Ask),
            ("layers", "[{name: think, prompt: Let us think step by step.}, {name: decide, prompt: Which statement is true?}]"),
        ],
        ["hyperbaton"] =
        [
            ("task", "hyperbaton"),
            ("examples", "20"),
            ("optimizer", "{uses: optimizer/dln, with: {iterations: 10, batchSize: 10, proposals: 4}}"),
            ("prompt", $"'{HyperbatonStudent.Ask}'"),
            ("layers", $"[{{name: think, prompt: Let us think step by step.}}, {{name: decide, prompt: '{HyperbatonStudent.Ask}'}}]"),
        ],
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Where one layer is not ahead, nothing that its prompt can say helps; where two are not, no step on the way to a better pair of prompts is itself better.
    [Theory]
    [InlineData("navigate", 20, true, true)]
    [InlineData("logical-deduction-seven-objects", 20, false, true)]
    [InlineData("hyperbaton", 10, true, false)]
    public async Task Ten_runs_learn_on_real_questions_and_the_ways_are_compared(string task, int iterations, bool oneLayerIsAhead, bool twoLayersAreAhead)
    {
        var data = SharedData.Require("data");
        await using var server = new ModelServer(student: task switch
        {
            "navigate" => new NavigateStudent(layers: 2),
            "hyperbaton" => new HyperbatonStudent(Path.Combine(data, "hyperbaton_vocab.json"), layers: 2),
            _ => new LogicalDeductionStudent(layers: 2),
        });
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "deep-language-networks.md"));
        var settings = Settings(page);
        foreach (var (name, value) in Tasks[task]) settings[name] = value;
        settings["data"].Should().Be("../shared/data");
        settings["model"].Should().Contain(Server);
        (settings["data"], settings["model"]) = (data, settings["model"].Replace(Server, server.Address, StringComparison.Ordinal));

        var result = await TesseraProcess.RunAsync(
            ["run", Path.Combine(Repository.Samples, "dln.yaml"), "--out", _folder.Path, .. settings.SelectMany(setting => new[] { "--set", $"{setting.Key}={setting.Value}" })]);
        result.ExitCode.Should().Be(0, result.StandardError + result.StandardOutput);
        var summary = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "summary.json")))!;

        var (zero, one, two) = (Way(summary, "zero-shot"), Way(summary, "DLN-1"), Way(summary, "DLN-2"));
        Difference(summary, "DLN-1", "zero-shot").Low.Should().Match(low => oneLayerIsAhead ? low > 0 : low <= 0);
        Difference(summary, "DLN-2", "DLN-1").Low.Should().Match(low => twoLayersAreAhead ? low > 0 : low <= 0);
        foreach (var (step, isAhead) in new[] { ("dln-1", oneLayerIsAhead), ("dln-2", twoLayersAreAhead) }) RequireCurves(summary, step, iterations, isAhead);

        var report = await File.ReadAllTextAsync(Path.Combine(_folder.Path, "report.html"));
        report.Should().Contain("Means over 10 runs with 95 % intervals").And.Contain("Accuracy by way").And.Contain("DLN-2 − DLN-1");
        result.StandardOutput.Should().Contain("DLN-2 − DLN-1");
        page.Should().Contain(string.Create(CultureInfo.InvariantCulture, $"| {task} | {Shown(zero)} | {Shown(one)} | {Shown(two)} | {Shown(Difference(summary, "DLN-2", "DLN-1"))} |"));
    }

    private static void RequireCurves(JsonNode summary, string step, int iterations, bool isAhead)
    {
        var search = summary["prompts"]!.AsArray().Single(entry => entry!["step"]!.GetValue<string>() == step)!;
        search["runs"]!.AsArray().Should().HaveCount(Runs);
        var findings = summary["steps"]!.AsArray().Single(found => found!["name"]!.GetValue<string>() == step)!["findings"]!.AsArray();
        var curves = findings.Single(finding => finding!["title"]!.GetValue<string>() == "Score by iteration")!["lines"]!.AsArray();
        foreach (var points in curves.Select(curve => curve!["points"]!.AsArray()))
        {
            points.Should().HaveCount(iterations);
            points.Should().AllSatisfy(point => Number(point!, "y").Should().BeInRange(Number(point!, "low"), Number(point!, "high")));
        }

        var best = curves.Single(curve => curve!["name"]!.GetValue<string>() == "bestScore")!["points"]!.AsArray();
        if (isAhead) Number(best[^1]!, "low").Should().BeGreaterThan(Number(search, "initialScore") + 0.05, "the ten runs learn");
    }

    private static (double Value, double Low, double High) Way(JsonNode summary, string name)
    {
        var way = summary["accuracies"]!.AsArray().Single(way => way!["way"]!.GetValue<string>() == name)!;
        way["runs"]!.AsArray().Should().HaveCount(name == "zero-shot" ? 1 : Runs);
        return Estimate(way, "accuracy");
    }

    private static (double Value, double Low, double High) Difference(JsonNode summary, string name, string other) => Estimate(
        summary["accuracyDifferences"]!.AsArray().Single(pair => pair!["way"]!.GetValue<string>() == name && pair["other"]!.GetValue<string>() == other)!, "difference");

    private static (double Value, double Low, double High) Estimate(JsonNode entry, string name) =>
        (Number(entry, name), entry["interval"]![0]!.GetValue<double>(), entry["interval"]![1]!.GetValue<double>());

    private static double Number(JsonNode node, string name) => node[name]!.GetValue<double>();

    private static string Shown((double Value, double Low, double High) estimate) =>
        string.Create(CultureInfo.InvariantCulture, $"{estimate.Value:0.00} [{estimate.Low:0.00}, {estimate.High:0.00}]").Replace('-', '−');

    private static Dictionary<string, string> Settings(string page)
    {
        var begin = page.IndexOf("tessera run samples/dln.yaml --set task=", StringComparison.Ordinal);
        return Setting().Matches(page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)])
            .Select(match => (match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value).Split('=', 2))
            .ToDictionary(setting => setting[0], setting => setting[1], StringComparer.Ordinal);
    }

    [GeneratedRegex("--set (?:'([^']*)'|(\\S+))")]
    private static partial Regex Setting();
}
