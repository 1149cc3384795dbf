using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests;

/// <summary>tessera runs: what was run, what runs, and what became of it.</summary>
public sealed class RunsSpecs : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Each_run_tells_how_things_stand_with_it()
    {
        Write("done", "step/add, with: { left: 1 }");
        Write("broken", "step/fail");
        Write("busy", $"step/wait, with: {{ gate: {_work.At("no-gate")} }}");
        await _work.RunAsync("run", "done.yaml");
        await _work.RunAsync("run", "broken.yaml");
        await _work.RunAsync("run", "done.yaml", "--out", "runs/damaged");
        _work.File("runs/damaged/summary.json", "{ \"pipeline\": ");
        await using var busy = _work.Start("run", "busy.yaml");
        await busy.HasToldAsync("a waits");
        await using var killed = _work.Start("run", "busy.yaml", "--out", "runs/killed");
        await killed.HasToldAsync("a waits");
        killed.Kill();
        await killed.EndAsync();

        var list = await _work.RunAsync("runs", "list");
        var json = await _work.RunAsync("runs", "list", "--json");

        list.ExitCode.Should().Be(0);
        list.StandardOutput.Split('\n')[0].Should().MatchRegex("^RUN +PIPELINE +STATUS +STARTED +SECONDS$");
        list.StandardOutput.Should().MatchRegex("broken +broken +failed +20").And.MatchRegex("done +done +succeeded +20")
            .And.MatchRegex("busy +- +running").And.MatchRegex("killed +- +killed").And.MatchRegex("damaged +- +damaged");
        list.StandardError.Should().Contain("TESS4005").And.Contain(_work.At("runs", "damaged", "summary.json"));
        json.StandardError.Should().BeEmpty();
        var runs = JsonNode.Parse(json.StandardOutput)!["runs"]!.AsArray();
        runs.Select(run => $"{run!["name"]} {run["status"]} {run["diagnostics"]!.AsArray().Select(problem => problem!["id"]).SingleOrDefault()}").Should().Equal(
            "broken failed ", "busy running TESS4006", "damaged damaged TESS4005", "done succeeded ", "killed killed TESS4006");
        runs[3]!["folder"]!.GetValue<string>().Should().Be(_work.At("runs", "done"));
    }

    [Fact]
    public async Task A_run_is_shown_as_it_was_told_when_it_ended()
    {
        Write("done", "step/add, with: { left: 1 }");
        var run = await _work.RunAsync("run", "done.yaml", "--json");

        var shown = await _work.RunAsync("runs", "show", "done");
        var json = await _work.RunAsync("runs", "show", "runs/done", "--json");
        var elsewhere = await _work.RunAsync("runs", "show", "done", "--in", _work.At("runs"), "--json");

        shown.StandardOutput.Should().Contain("a: Sum").And.Contain("done: succeeded").And.Contain(_work.At("runs", "done", "summary.json"));
        json.StandardOutput.Should().Be(run.StandardOutput);
        elsewhere.StandardOutput.Should().Be(run.StandardOutput);
    }

    [Fact]
    public async Task A_failed_run_shows_what_failed()
    {
        Write("broken", "step/fail");
        await _work.RunAsync("run", "broken.yaml");

        var shown = await _work.RunAsync("runs", "show", "broken");

        shown.ExitCode.Should().Be(0);
        shown.StandardOutput.Should().Contain("broken: failed").And.Contain("TESS4011").And.Contain("This step always fails.");
    }

    [Fact]
    public async Task A_run_that_still_runs_cannot_be_shown_yet_and_nobody_else_may_run_there()
    {
        Write("busy", $"step/wait, with: {{ gate: {_work.At("no-gate")} }}");
        await using var busy = _work.Start("run", "busy.yaml");
        await busy.HasToldAsync("a waits");

        var shown = await _work.RunAsync("runs", "show", "busy");
        var second = await _work.RunAsync("run", "busy.yaml", "--json");

        shown.ExitCode.Should().Be(2);
        shown.StandardError.Should().Contain("TESS4006").And.Contain("Wait for it.");
        second.ExitCode.Should().Be(2);
        JsonNode.Parse(second.StandardOutput)!["diagnostics"]![0]!["id"]!.GetValue<string>().Should().Be("TESS4002");
        (await _work.RunAsync("runs", "list")).StandardOutput.Should().Contain("running");
    }

    [Theory]
    [InlineData("{ \"pipeline\": ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{ \"pipeline\": null, \"status\": \"succeeded\", \"folder\": \"x\", \"started\": \"2026-01-01T00:00:00Z\", \"seconds\": 1, \"steps\": [] }")]
    [InlineData("{ \"pipeline\": \"x\", \"status\": \"succeeded\", \"folder\": \"x\", \"started\": \"2026-01-01T00:00:00Z\", \"seconds\": 1, \"steps\": [null] }")]
    [InlineData("{ \"pipeline\": \"x\", \"status\": \"succeeded\", \"folder\": \"x\", \"started\": \"2026-01-01T00:00:00Z\", \"seconds\": 1, \"steps\": [{ \"name\": \"a\", \"uses\": \"b\", \"status\": \"succeeded\", \"key\": \"\", \"findings\": null }] }")]
    [InlineData("{ \"pipeline\": \"x\", \"status\": \"wonderful\", \"folder\": \"x\", \"started\": \"2026-01-01T00:00:00Z\", \"seconds\": 1, \"steps\": [] }")]
    public async Task A_damaged_summary_is_named(string content)
    {
        var file = _work.File("runs/old/summary.json", content);

        var shown = await _work.RunAsync("runs", "show", "old");

        shown.ExitCode.Should().Be(2);
        shown.StandardError.Should().Contain("TESS4005").And.Contain(file).And.Contain("Run the pipeline again").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_folder_without_runs_is_no_mistake()
    {
        Directory.CreateDirectory(_work.At("empty", "not-a-run"));
        foreach (var folder in new[] { "empty", "missing", "runs" })
        {
            var list = await _work.RunAsync("runs", "list", "--in", folder);
            var json = await _work.RunAsync("runs", "list", "--in", folder, "--json");

            list.ExitCode.Should().Be(0);
            list.StandardOutput.Should().BeEmpty();
            list.StandardError.Should().Contain($"There are no runs in {folder}.");
            JsonNode.Parse(json.StandardOutput)!["runs"]!.AsArray().Should().BeEmpty();
        }
    }

    [Fact]
    public async Task I_am_told_which_run_I_probably_meant()
    {
        Write("done", "step/add, with: { left: 1 }");
        await _work.RunAsync("run", "done.yaml");

        var near = await _work.RunAsync("runs", "show", "dnoe");
        var none = await _work.RunAsync("runs", "show", "done", "--in", "elsewhere");

        near.ExitCode.Should().Be(2);
        near.StandardError.Should().Contain("TESS1905").And.Contain("Did you mean 'done'?");
        none.StandardError.Should().Contain("There are no runs in elsewhere.");
    }

    private void Write(string name, string uses) => _work.File($"{name}.yaml", $"name: {name}\nsteps: {{ a: {{ uses: {uses} }} }}\n");
}
