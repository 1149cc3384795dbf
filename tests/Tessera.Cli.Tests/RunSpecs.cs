using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests;

/// <summary>tessera run, as an engineer's scripts and people use it.</summary>
public sealed class RunSpecs : IDisposable
{
    private const string Sums = """
        name: sums
        inputs: { left: 1, other: 10 }
        steps:
          first: { uses: step/add, with: { left: "${inputs.left}" } }
          second: { uses: step/add, with: { left: "${first.value}" } }
          aside: { uses: step/add, with: { left: "${inputs.other}" } }
        """;

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_script_gets_the_summary_and_nothing_else()
    {
        _work.File("sums.yaml", Sums);

        var result = await _work.RunAsync("run", "sums.yaml", "--json");

        result.ExitCode.Should().Be(0, result.StandardError);
        result.StandardError.Should().BeEmpty();
        var summary = JsonNode.Parse(result.StandardOutput)!;
        JsonNode.DeepEquals(summary, JsonNode.Parse(await File.ReadAllTextAsync(_work.At("runs", "sums", "summary.json")))).Should().BeTrue();
        summary["steps"]!.AsArray().Select(step => $"{step!["name"]}={step["output"]!["value"]}").Should().Equal("first=2", "second=3", "aside=11");
    }

    [Fact]
    public async Task What_parts_print_does_not_come_between_a_script_and_the_summary()
    {
        _work.File("gate", "");
        _work.File("wait.yaml", "name: wait\nsteps: { a: { uses: step/wait, with: { gate: " + _work.At("gate") + " } } }\n");

        var result = await _work.RunAsync("run", "wait.yaml", "--json");

        result.StandardError.Should().Be("a waits\n");
        JsonNode.Parse(result.StandardOutput)!["status"]!.GetValue<string>().Should().Be("succeeded");
    }

    [Fact]
    public async Task A_person_sees_each_step_go_and_what_it_found()
    {
        _work.File("sums.yaml", Sums);

        var result = await _work.RunAsync("run", "sums.yaml");

        result.ExitCode.Should().Be(0, result.StandardError);
        result.StandardError.Should().Contain("...   first").And.Contain("done    second").And.NotContain("│");
        result.StandardOutput.Should().Contain("second: Sum").And.Contain("│ right │").And.Contain("sums: succeeded").And.Contain(_work.At("runs", "sums", "summary.json"));
    }

    [Fact]
    public async Task I_read_a_comparison_of_methods_with_its_intervals()
    {
        _work.File("rank.yaml", "name: rank\nsteps: { compare: { uses: step/compare-methods } }\n");

        var result = await _work.RunAsync("run", "rank.yaml");
        var again = await _work.RunAsync("runs", "show", "rank");

        result.ExitCode.Should().Be(0, result.StandardError);
        result.StandardOutput.Should().Contain("compare: Methods").And.Contain("Measured: accuracy, more is better.").And.Contain("Brackets hold 95 % intervals.")
            .And.MatchRegex(@"│ +│ held out +│ training +│")
            .And.MatchRegex(@"│ base \(baseline\) │ 0\.5 +│ 0\.25 \[0\.2, 0\.31\] │")
            .And.MatchRegex(@"│ private\+arrow +│ 0\.8124 \[0\.7, 0\.9\] │ - +│");
        again.StandardOutput.Should().Contain("0.8124 [0.7, 0.9]");
    }

    [Fact]
    public async Task I_choose_where_the_run_is_kept()
    {
        _work.File("sums.yaml", Sums);

        var result = await _work.RunAsync("run", "sums.yaml", "--out", "kept/here", "--json");

        JsonNode.Parse(result.StandardOutput)!["folder"]!.GetValue<string>().Should().Be(_work.At("kept", "here"));
        Directory.EnumerateFileSystemEntries(_work.At("kept", "here")).Select(entry => Path.GetFileName(entry))
            .Should().Contain(["summary.json", "journal.jsonl", "lock.json", "pipeline.json", "steps"]);
        Directory.Exists(_work.At("runs")).Should().BeFalse();
    }

    [Fact]
    public async Task When_an_input_changes_only_the_steps_that_need_it_run_again()
    {
        _work.File("sums.yaml", Sums);

        var first = await _work.StepsOfRunAsync("sums.yaml");
        var again = await _work.StepsOfRunAsync("sums.yaml");
        var changed = await _work.StepsOfRunAsync("sums.yaml", "--set", "left=5");
        var option = await _work.StepsOfRunAsync("sums.yaml", "--set", "left=5", "--set", "steps.second.with.right=7");

        first.Values.Should().Equal("succeeded", "succeeded", "succeeded");
        again.Values.Should().Equal("reused", "reused", "reused");
        changed.Should().Equal(new Dictionary<string, string> { ["first"] = "succeeded", ["second"] = "succeeded", ["aside"] = "reused" });
        option.Should().Equal(new Dictionary<string, string> { ["first"] = "reused", ["second"] = "succeeded", ["aside"] = "reused" });
    }

    [Fact]
    public async Task When_a_step_fails_the_other_branches_end_and_the_summary_says_what_failed()
    {
        _work.File("partly.yaml", Sums.Replace("sums", "partly", StringComparison.Ordinal) + "\n" + """
              broken: { uses: step/fail }
              behind: { uses: step/add, with: { left: 1 }, after: [broken] }
            """);

        var result = await _work.RunAsync("run", "partly.yaml", "--json");
        var told = await _work.RunAsync("run", "partly.yaml");

        result.ExitCode.Should().Be(1);
        var steps = JsonNode.Parse(result.StandardOutput)!["steps"]!.AsArray().ToDictionary(step => step!["name"]!.GetValue<string>(), step => step!);
        steps.Select(step => $"{step.Key} {step.Value["status"]}").Should().BeEquivalentTo("first succeeded", "second succeeded", "aside succeeded", "broken failed", "behind skipped");
        steps["broken"]["error"]!.GetValue<string>().Should().Contain("TESS4011").And.Contain("This step always fails.");
        steps["behind"]["error"]!.GetValue<string>().Should().Contain("'broken'");
        told.ExitCode.Should().Be(1);
        told.StandardError.Should().Contain("FAILED  broken").And.Contain("This step always fails.").And.NotContain("   at ");
        told.StandardOutput.Should().Contain("partly: failed");
    }

    [Fact]
    public async Task A_wrong_pipeline_runs_nothing()
    {
        _work.File("wrong.yaml", Sums.Replace("second: { uses: step/add", "second: { uses: step/ad", StringComparison.Ordinal));

        var result = await _work.RunAsync("run", "wrong.yaml", "--json");

        result.ExitCode.Should().Be(2);
        var answer = JsonNode.Parse(result.StandardOutput)!;
        answer["status"]!.GetValue<string>().Should().Be("invalid");
        answer["diagnostics"]!.AsArray().Should().ContainSingle().Which!["line"]!.GetValue<int>().Should().Be(5);
        Directory.Exists(_work.At("runs")).Should().BeFalse();
    }

    [Fact]
    public async Task Steps_may_run_one_at_a_time()
    {
        _work.File("sums.yaml", Sums);

        var one = await _work.RunAsync("run", "sums.yaml", "--parallel", "1");
        var none = await _work.RunAsync("run", "sums.yaml", "--parallel", "0");
        var word = await _work.RunAsync("run", "sums.yaml", "--parallel", "many");

        one.ExitCode.Should().Be(0, one.StandardError);
        none.ExitCode.Should().Be(2);
        none.StandardError.Should().Contain("TESS1901").And.Contain("'0' is not a whole number from 1");
        word.StandardError.Should().Contain("'many'").And.NotContain("System.");
    }
}
