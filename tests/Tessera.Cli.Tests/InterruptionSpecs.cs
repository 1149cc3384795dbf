using System.Diagnostics;

namespace Tessera.Cli.Tests;

/// <summary>Ctrl-C while a pipeline runs, as a signal to a process of its own.</summary>
public sealed class InterruptionSpecs : IDisposable
{
    private readonly Workplace _work = new();

    public InterruptionSpecs() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Another process cannot be sent Ctrl-C there.");

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task An_interrupted_run_says_so_and_goes_on_where_it_stopped()
    {
        Write(stubborn: false);
        await using var running = _work.Start("run", "long.yaml");
        await running.HasToldAsync("middle waits");

        running.PressControlC();
        var (exitCode, output, complaints) = await running.EndAsync();

        exitCode.Should().Be(130, complaints);
        output.Should().Contain("long: interrupted");
        complaints.Should().Contain("Stopping.").And.Contain("stop    middle").And.NotContain("   at ");
        (await _work.RunAsync("runs", "show", "long")).StandardOutput.Should().Contain("long: interrupted").And.MatchRegex("last .* interrupted");
        (await _work.RunAsync("runs", "list")).StandardOutput.Should().MatchRegex("long +long +interrupted");

        _work.File("gate", "");
        var next = await _work.StepsOfRunAsync("long.yaml");

        next.Should().Equal(new Dictionary<string, string> { ["begin"] = "reused", ["middle"] = "succeeded", ["last"] = "succeeded" });
        (await File.ReadAllLinesAsync(_work.At("witness"))).Should().Equal("begin", "last");
    }

    [Fact]
    public async Task An_interrupted_script_gets_a_summary_too()
    {
        Write(stubborn: false);
        await using var running = _work.Start("run", "long.yaml", "--json");
        await running.HasToldAsync("middle waits");

        running.PressControlC();
        var (exitCode, output, complaints) = await running.EndAsync();

        exitCode.Should().Be(130, complaints);
        System.Text.Json.Nodes.JsonNode.Parse(output)!["status"]!.GetValue<string>().Should().Be("interrupted");
    }

    [Fact]
    public async Task A_supervisor_that_asks_the_process_to_end_leaves_a_run_that_can_be_gone_on_with()
    {
        Write(stubborn: false);
        await using var running = _work.Start("run", "long.yaml");
        await running.HasToldAsync("middle waits");

        running.AskToEnd();
        var (exitCode, output, complaints) = await running.EndAsync();

        exitCode.Should().Be(130, complaints);
        output.Should().Contain("long: interrupted");
    }

    [Fact]
    public async Task A_second_control_c_ends_what_does_not_listen()
    {
        Write(stubborn: true);
        await using var running = _work.Start("run", "long.yaml");
        await running.HasToldAsync("middle waits");
        running.PressControlC();
        await running.HasToldAsync("Ctrl-C again ends at once");

        var began = Stopwatch.GetTimestamp();
        running.PressControlC();
        var (exitCode, _, complaints) = await running.EndAsync();

        exitCode.Should().Be(130, complaints);
        Stopwatch.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(10));
        (await _work.RunAsync("runs", "list")).StandardOutput.Should().MatchRegex("long +- +killed");

        _work.File("gate", "");
        (await _work.StepsOfRunAsync("long.yaml"))["begin"].Should().Be("reused");
    }

    private void Write(bool stubborn) => _work.File("long.yaml", $$"""
        name: long
        steps:
          begin: { uses: step/add, with: { left: 1, witness: {{_work.At("witness")}} } }
          middle: { uses: step/wait, with: { gate: {{_work.At("gate")}}, stubborn: {{(stubborn ? "true" : "false")}} }, after: [begin] }
          last: { uses: step/add, with: { left: "${middle.value}", witness: {{_work.At("witness")}} } }
        """);
}
