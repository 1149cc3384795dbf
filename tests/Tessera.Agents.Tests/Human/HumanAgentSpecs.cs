using Tessera.Agents.Human;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.Tests.Human;

/// <summary>A person works on a task through lines.</summary>
public sealed class HumanAgentSpecs : IDisposable
{
    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task I_can_call_tools_line_by_line_until_the_input_ends()
    {
        var project = new InMemoryProject("view", "eval");

        var outcome = await RunAsync(project, "help\n\nview cart.py\nveiw cart.py\neval path=x\n");

        outcome.Should().Be(new AgentOutcome(AgentStopReason.Done, 2));
        project.Calls.Select(call => (call.Id, call.Tool)).Should().Equal(("1", "view"), ("2", "eval"));
        var shown = _output.ToString();
        shown.Should().StartWith("Repair the cart.\n").And.Contain("1 test fails").And.Contain("view answered\n").And.Contain("There is no tool 'veiw'.");
        shown.Split("Write `TOOL VALUE`").Should().HaveCount(3, "help is shown at the beginning and when it is asked for");
        shown.Should().Contain("view path=... [note=...] [mode=...]\n      Does view.");
    }

    [Fact]
    public async Task Quitting_ends_the_work() =>
        (await RunAsync(new InMemoryProject("view"), "view a\n quit \nview b\n")).Should().Be(new AgentOutcome(AgentStopReason.Done, 1));

    [Fact]
    public async Task The_end_of_the_session_and_of_the_calls_end_the_work()
    {
        (await RunAsync(new InMemoryProject("view", "submit"), "submit x\nview b\n")).Should().Be(new AgentOutcome(AgentStopReason.EnvironmentEnded, 1));
        (await RunAsync(new InMemoryProject("view"), "view a\nview b\nview c\n", maxSteps: 2)).Should().Be(new AgentOutcome(AgentStopReason.StepsExhausted, 2));
    }

    private Task<AgentOutcome> RunAsync(InMemoryProject project, string typed, int maxSteps = 50) =>
        new HumanAgent(new LinePrompt(new StringReader(typed), _output), _output).RunAsync(
            project, new AgentTask { Instructions = "Repair the cart.", Start = [Observation.Success("1 test fails")], MaxSteps = maxSteps }, default);
}
