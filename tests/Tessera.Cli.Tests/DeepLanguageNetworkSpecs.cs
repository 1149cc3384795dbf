using System.Globalization;
using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests;

/// <summary>Programs of layers, as docs/deep-language-networks.md tells of them.</summary>
public sealed class DeepLanguageNetworkSpecs : IDisposable
{
    private const int Kills = 50;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_layers_learn_what_one_cannot_and_the_page_shows_what_comes_out()
    {
        var result = await TesseraProcess.RunAsync("run", Path.Combine(Repository.Samples, "dln.yaml"), "--out", _folder.Path, "--json");
        result.ExitCode.Should().Be(0, result.StandardError + result.StandardOutput);
        var steps = JsonNode.Parse(result.StandardOutput)!["steps"]!.AsArray().ToDictionary(step => step!["name"]!.GetValue<string>(), step => step!["output"]!);
        double Number(string step, string name) => steps[step][name]!.GetValue<double>();
        Number("dln-2", "score").Should().BeGreaterThan(Number("dln-1", "score") + 0.2);
        Number("dln-1", "score").Should().BeGreaterThan(Number("zero-shot", "score") + 0.2);
        steps["compare"]["differences"]!.AsArray().Should().AllSatisfy(pair => pair!["low"]!.GetValue<double>().Should().BePositive());

        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "deep-language-networks.md"));
        foreach (var (step, name, remark) in new[] { ("zero-shot", "zero-shot, one layer", ""), ("dln-1", "DLN-1, one layer", ""), ("dln-2", "DLN-2, two layers", ", a lower bound") })
        {
            page.Should().Contain(string.Create(
                CultureInfo.InvariantCulture, $"| {name} | −{-Number(step, "score"):0.000}{remark} | {Number(step, "accuracyBefore"):0.00} | {Number(step, "accuracyAfter"):0.00} |"));
        }

        var report = await File.ReadAllTextAsync(Path.Combine(_folder.Path, "report.html"));
        report.Should().Contain("Hidden texts by iteration").And.Contain("An example, before and after").And.Contain("95 % intervals");
    }

    [Fact]
    public async Task On_the_small_model_that_is_shipped_two_layers_learn_what_one_cannot()
    {
        var model = $"model={{uses: model/local, with: {{path: '{Path.Combine(Repository.Samples, "models", "left-over")}'}}}}";
        var result = await TesseraProcess.RunAsync("run", Path.Combine(Repository.Samples, "dln.yaml"), "--out", _folder.Path, "--set", model, "--set", "runs=3", "--json");
        result.ExitCode.Should().Be(0, result.StandardError + result.StandardOutput);
        var scores = JsonNode.Parse(result.StandardOutput)!["steps"]!.AsArray().Skip(1).SkipLast(1).ToDictionary(step => step!["name"]!.GetValue<string>(), step => step!["output"]!["score"]!.GetValue<double>());
        scores["dln-1"].Should().BeGreaterThan(scores["zero-shot"] + 0.1);
        scores["dln-2"].Should().BeGreaterThan(scores["dln-1"] + 0.1);
    }

    [Fact]
    public async Task A_search_that_is_killed_fifty_times_ends_as_one_that_is_not()
    {
        var undisturbed = Path.Combine(_folder.Path, "undisturbed");
        (await TesseraProcess.RunAsync("run", Pipeline(), "--out", undisturbed)).ExitCode.Should().Be(0);
        var whole = new FileInfo(Path.Combine(undisturbed, "steps", "search", "files", "answers.jsonl")).Length;

        var disturbed = Path.Combine(_folder.Path, "disturbed");
        var answers = Path.Combine(disturbed, "steps", "search", "files", "answers.jsonl");
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var running = RunningTessera.Start(_folder.Path, "run", Pipeline(), "--out", disturbed);
            // A little further each time, whatever is being written then.
            while (!File.Exists(answers) || new FileInfo(answers).Length < whole * kill / (Kills + 4)) running.RequireAlive();
            running.Kill();
        }

        (await TesseraProcess.RunAsync("run", Pipeline(), "--out", disturbed)).ExitCode.Should().Be(0);
        Files(disturbed).Should().Equal(Files(undisturbed));
    }

    private string Pipeline() => _folder.File("search.yaml", $$"""
        name: search
        steps:
          search:
            uses: step/optimize-prompt
            with:
              model: { uses: model/table, with: { file: {{Path.Combine(Repository.Samples, "prompts", "left-over.table.json")}} } }
              optimizer: { uses: optimizer/dln, with: { iterations: 8, proposals: 6 } }
              data: {{Path.Combine(Repository.Samples, "prompts", "left-over.jsonl")}}
              classes: { yes: [yes], no: [no] }
              layers:
                - { name: think, prompt: "Say how many are left. Guess, and be brief." }
                - { name: decide, prompt: "Say yes or no. Answer at once." }
              runs: 8
        """);

    private static Dictionary<string, string> Files(string run)
    {
        var folder = Path.Combine(run, "steps", "search", "files");
        return Directory.GetFiles(folder).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
    }
}
