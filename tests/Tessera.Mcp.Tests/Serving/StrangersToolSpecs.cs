using System.Diagnostics;

namespace Tessera.Mcp.Tests.Serving;

/// <summary>What tools of others may do wrong.</summary>
public class StrangersToolSpecs
{
    private static readonly string _tools = Repository.Output("Tessera.Fixtures.Tools");

    [Fact]
    public async Task A_tool_that_prints_does_not_disturb_the_conversation()
    {
        using var project = new Project();
        await using var served = await Served.StartAsync(project, "--tools", "shout", "--plugins", _tools);
        (await served.CallAsync("shout")).Text().Should().Be("shouted");
        (await served.CallAsync("shout")).Text().Should().Be("shouted");
        served.Errors.Should().Contain("HEAR ME");
    }

    [Fact]
    public async Task A_tool_that_throws_is_answered_with_what_it_threw()
    {
        using var project = new Project();
        await using var served = await Served.StartAsync(project, "--tools", "faulty", "--plugins", _tools);
        var failed = await served.CallAsync("faulty");
        failed.IsError.Should().BeTrue();
        failed.Text().Should().Contain("TESS4104").And.Contain("the spring is broken");
    }

    [Fact]
    public async Task A_tool_that_hears_of_no_cancellation_is_not_waited_for_but_nothing_runs_beside_it()
    {
        using var project = new Project();
        await using var served = await Served.StartAsync(project, "--tools", "stubborn,shout", "--plugins", _tools);
        await served.CallAsync("shout");
        var started = Stopwatch.GetTimestamp();
        using var cancelling = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
        await served.Invoking(client => client.CallAsync("stubborn", cancellationToken: cancelling.Token)).Should().ThrowAsync<OperationCanceledException>();
        Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(2.5));
        (await served.CallAsync("shout")).Text().Should().Be("shouted");
        Stopwatch.GetElapsedTime(started).Should().BeGreaterThan(TimeSpan.FromSeconds(2.9), "the next call waits until the tool has really ended");
    }
}
