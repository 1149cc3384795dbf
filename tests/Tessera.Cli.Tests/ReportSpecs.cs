using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests;

/// <summary>The page that each run leaves for people.</summary>
public sealed class ReportSpecs : IDisposable
{
    private const string Rank = "name: rank\nsteps: { compare: { uses: step/rank } }\n";

    private readonly Workplace _work = new();

    private string Report => _work.At("runs", "rank", "report.html");

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_run_ends_by_saying_where_its_page_is()
    {
        _work.File("rank.yaml", Rank);

        var result = await _work.RunAsync("run", "rank.yaml");

        result.StandardOutput.TrimEnd().Split('\n')[^1].Should().Be($"Report: {Report}");
        (await File.ReadAllTextAsync(Report)).Should().StartWith("<!DOCTYPE html>").And.Contain("private+arrow").And.Contain("0.81 [0.70, 0.90]").And.Contain("SHA-256");
    }

    [Fact]
    public async Task A_script_gets_the_page_too_and_nothing_is_said_of_it()
    {
        _work.File("rank.yaml", Rank);

        var result = await _work.RunAsync("run", "rank.yaml", "--json");

        JsonNode.Parse(result.StandardOutput)!["status"]!.GetValue<string>().Should().Be("succeeded");
        result.StandardError.Should().BeEmpty();
        File.Exists(Report).Should().BeTrue();
    }

    [Fact]
    public async Task A_failed_run_has_a_page_that_begins_with_what_failed()
    {
        _work.File("rank.yaml", "name: rank\nsteps: { compare: { uses: step/rank }, broken: { uses: step/fail } }\n");

        var result = await _work.RunAsync("run", "rank.yaml");

        result.ExitCode.Should().Be(1);
        var page = await File.ReadAllTextAsync(Report);
        page.IndexOf("This step always fails.", StringComparison.Ordinal).Should().BePositive().And.BeLessThan(page.IndexOf("private+arrow", StringComparison.Ordinal));
    }

    [Fact]
    public async Task I_render_a_page_once_more_and_it_is_the_same()
    {
        _work.File("rank.yaml", Rank);
        await _work.RunAsync("run", "rank.yaml");
        var first = await File.ReadAllBytesAsync(Report);
        File.Delete(Report);

        var again = await _work.RunAsync("runs", "report", "rank");
        var second = await File.ReadAllBytesAsync(Report);
        var json = await _work.RunAsync("runs", "report", "runs/rank", "--json");
        var missing = await _work.RunAsync("runs", "report", "rnak");

        again.StandardOutput.Should().Be($"Report: {Report}\n");
        second.Should().Equal(first);
        JsonNode.Parse(json.StandardOutput)!["report"]!.GetValue<string>().Should().Be(Report);
        missing.ExitCode.Should().Be(2);
        missing.StandardError.Should().Contain("TESS1905").And.Contain("Did you mean 'rank'?");
    }

    [Fact]
    public async Task A_page_that_cannot_be_written_fails_no_run()
    {
        _work.File("rank.yaml", Rank);
        _work.File("runs/rank/journal.jsonl", "");
        _work.File("runs/rank/report.html/in-the-way.txt", "");

        var result = await _work.RunAsync("run", "rank.yaml");
        var again = await _work.RunAsync("runs", "report", "rank");

        result.ExitCode.Should().Be(0, result.StandardError);
        result.StandardError.Should().Contain("warning TESS1910").And.Contain(Report).And.Contain("tessera runs report");
        result.StandardOutput.Should().NotContain("Report:");
        again.ExitCode.Should().Be(1);
        again.StandardError.Should().Contain("TESS1906").And.NotContain("   at ");
    }

    [Fact]
    public async Task While_a_run_goes_on_the_page_of_the_one_before_is_gone()
    {
        _work.File("rank.yaml", Rank);
        await _work.RunAsync("run", "rank.yaml");
        _work.File("rank.yaml", "name: rank\nsteps: { a: { uses: step/wait, with: { gate: " + _work.At("no-gate") + " } } }\n");

        await using var busy = _work.Start("run", "rank.yaml");
        await busy.HasToldAsync("a waits");

        File.Exists(Report).Should().BeFalse();
    }
}
