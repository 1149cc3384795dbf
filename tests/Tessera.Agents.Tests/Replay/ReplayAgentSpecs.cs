using Tessera.Agents.Replay;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.Tests.Replay;

/// <summary>Recorded calls are made anew, and what comes back is compared with what came back then.</summary>
public sealed class ReplayAgentSpecs : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Calls_are_made_in_their_order_with_their_arguments()
    {
        var project = new InMemoryProject("view", "eval");
        var outcome = await RunAsync(project, """
            {"tool": "view", "arguments": {"path": "a.py"}}

            {"kind": "chat", "answer": "not a call"}
            {"tool": "eval", "unreadable": "{broken"}
            """);
        outcome.Should().Be(new AgentOutcome(AgentStopReason.Done, 2));
        project.Calls.Select(call => (call.Id, call.Tool, call.Arguments.ToJsonString(), call.UnreadableArguments)).Should().Equal(("1", "view", """{"path":"a.py"}""", null), ("2", "eval", "{}", "{broken"));
    }

    [Fact]
    public async Task Times_addresses_and_the_projects_place_do_not_count()
    {
        var project = Answering("Ran 3 tests in 1.250s\n<Cart at 0x7f3b2c9d1e80>\n/other/place/cart.py\n");
        var outcome = await RunAsync(project, """
            {"kind": "start", "root": "/first/place"}
            {"kind": "step", "tool": "view", "observations": [{"text": "Ran 3 tests in 0.004 s\n<Cart at 0x55d0aa12f0>\n/first/place/cart.py\n"}]}
            """);
        outcome.Should().Be(new AgentOutcome(AgentStopReason.Done, 1));
    }

    [Theory]
    [InlineData("Ran 4 tests in 0.004s", "number of tests")]
    [InlineData("Ran 3 tests in 0.004s\nOK", "another line")]
    [InlineData("/third/place/cart.py", "another place")]
    public async Task What_differs_is_told_with_its_first_place_and_the_work_goes_on(string text, string why)
    {
        var project = Answering(text);
        var outcome = await RunAsync(project, Differing);
        outcome.Reason.Should().Be(AgentStopReason.Done, why);
        outcome.Steps.Should().Be(3);
        outcome.Message.Should().StartWith("2 of 3 calls answered something else than recorded, first call 1 (view, line 1 of the recording):\n--- recorded\n+++ observed\n").And.Contain("-Ran 3 tests in ~");
    }

    [Fact]
    public async Task It_stops_at_the_first_difference_where_that_is_required()
    {
        var project = Answering("else");
        var outcome = await RunAsync(project, Differing, Verification.Require);
        (outcome.Reason, outcome.Steps).Should().Be((AgentStopReason.GaveUp, 1));
        outcome.Message.Should().Contain("1 of 1 calls");
        project.Calls.Should().HaveCount(1);
    }

    [Fact]
    public async Task Nothing_is_compared_where_nobody_wants_it() =>
        (await RunAsync(Answering("else"), Differing, Verification.None)).Should().Be(new AgentOutcome(AgentStopReason.Done, 3));

    [Fact]
    public async Task The_bounds_of_the_work_hold()
    {
        (await RunAsync(Answering("else"), Differing, Verification.None, maxSteps: 2)).Should().Be(new AgentOutcome(AgentStopReason.StepsExhausted, 2));
        (await RunAsync(new InMemoryProject("view") { EndsAfter = 1 }, Differing, Verification.None)).Should().Be(new AgentOutcome(AgentStopReason.EnvironmentEnded, 1));
    }

    private const string Differing = """
        {"tool": "view", "observations": [{"text": "Ran 3 tests in 0.100s"}]}
        {"tool": "view"}
        {"tool": "view", "observations": [{"text": "Ran 3 tests in 0.100s"}, {"text": "noted"}]}
        """;

    private static InMemoryProject Answering(string text) => new("view") { Answer = _ => [Observation.Success(text)], Root = "/other/place" };

    private async Task<AgentOutcome> RunAsync(InMemoryProject project, string recording, Verification verify = Verification.Report, int maxSteps = 50)
    {
        await File.WriteAllTextAsync(_file, recording);
        return await new ReplayAgent(new ReplayOptions { Recording = _file, Verify = verify }).RunAsync(project, new AgentTask { Instructions = "", MaxSteps = maxSteps }, default);
    }
}
