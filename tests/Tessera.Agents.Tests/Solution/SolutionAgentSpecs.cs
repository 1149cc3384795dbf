using Tessera.Agents.Solution;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Agents.Tests.Solution;

/// <summary>A known solution is applied as it stands, or not at all.</summary>
public class SolutionAgentSpecs
{
    private const string TwoPlaces = "--- a/cart.py\n+++ b/cart.py\n@@ -1 +1,2 @@\n-one\n+1\n+1.5\n@@ -3 +4 @@\n-three\n+3\n";

    [Fact]
    public async Task Every_place_is_rewritten_then_it_is_checked_and_submitted()
    {
        var project = Project("rewrite", "eval", "submit");
        var outcome = await RunAsync(project, TwoPlaces);
        outcome.Should().Be(new AgentOutcome(AgentStopReason.Done, 4));
        project.Files["cart.py"].Should().Be("1\n1.5\ntwo\n3\n");
        project.Calls.Select(call => (call.Id, call.Tool)).Should().Equal(("1", "rewrite"), ("2", "rewrite"), ("3", "eval"), ("4", "submit"));
    }

    [Fact]
    public async Task A_solution_that_does_not_fit_is_not_misapplied()
    {
        var project = Project("rewrite", "eval");
        project.Files["cart.py"] = "one\nmore\ntwo\nthree\n";
        var outcome = await RunAsync(project, TwoPlaces);
        (outcome.Reason, outcome.Steps).Should().Be((AgentStopReason.GaveUp, 2));
        outcome.Message.Should().StartWith("The solution does not fit: The expected text");
        project.Calls.Should().NotContain(call => call.Tool == "eval");
    }

    [Fact]
    public async Task Nothing_is_called_where_any_place_cannot_be_read()
    {
        var project = Project("rewrite");
        var failure = await FluentActions.Awaiting(() => RunAsync(project, TwoPlaces + "@@ -9,0 +11 @@\n+nine\n")).Should().ThrowAsync<TesseraException>();
        failure.Which.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS4304" && fault.Message.Contains("without lines of context"));
        project.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_a_solution_or_a_tool_it_is_said_what_to_do()
    {
        (await FluentActions.Awaiting(() => RunAsync(Project("rewrite"), null)).Should().ThrowAsync<TesseraException>()).Which.Diagnostics[0].ToString().Should().Contain("TESS4304").And.Contain("solution.patch");
        (await FluentActions.Awaiting(() => RunAsync(Project("eval"), TwoPlaces)).Should().ThrowAsync<TesseraException>()).Which.Diagnostics[0].ToString().Should().Contain("TESS4304").And.Contain("tool/rewrite");
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_replaced_by_a_new_one_and_an_empty_one_is_filled()
    {
        const string filling = "@@ -0,0 +1 @@\n+new\n";
        var project = Project("rewrite");
        (await RunAsync(project, "--- /dev/null\n+++ b/cart.py\n" + filling)).Reason.Should().Be(AgentStopReason.GaveUp);
        (await RunAsync(project, "--- a/cart.py\n+++ b/cart.py\n" + filling)).Reason.Should().Be(AgentStopReason.GaveUp);
        project.Files["cart.py"].Should().Be("one\ntwo\nthree\n");
        project.Files["empty.py"] = "";
        (await RunAsync(project, "--- a/empty.py\n+++ b/empty.py\n" + filling)).Reason.Should().Be(AgentStopReason.Done);
        (await RunAsync(project, "--- /dev/null\n+++ b/more/new.py\n" + filling)).Reason.Should().Be(AgentStopReason.Done);
        (project.Files["empty.py"], project.Files["more/new.py"]).Should().Be(("new\n", "new\n"));
    }

    [Fact]
    public async Task The_bounds_of_the_work_hold_for_it_too()
    {
        (await RunAsync(Project("rewrite"), TwoPlaces, maxSteps: 1)).Should().Match<AgentOutcome>(outcome => outcome.Reason == AgentStopReason.StepsExhausted && outcome.Steps == 1);
        var ending = new InMemoryProject("rewrite") { EndsAfter = 1, Files = { ["cart.py"] = "one\ntwo\nthree\n" } };
        (await RunAsync(ending, TwoPlaces)).Should().Match<AgentOutcome>(outcome => outcome.Reason == AgentStopReason.EnvironmentEnded && outcome.Steps == 1);
        var last = Project("rewrite", "eval");
        (await RunAsync(last, TwoPlaces, maxSteps: 2)).Should().Be(new AgentOutcome(AgentStopReason.Done, 2));
    }

    private static InMemoryProject Project(params string[] tools) => new(tools) { Files = { ["cart.py"] = "one\ntwo\nthree\n" } };

    private static Task<AgentOutcome> RunAsync(InMemoryProject project, string? solution, int maxSteps = 50) =>
        new SolutionAgent().RunAsync(project, new AgentTask { Instructions = "", Solution = solution, MaxSteps = maxSteps }, default);
}
