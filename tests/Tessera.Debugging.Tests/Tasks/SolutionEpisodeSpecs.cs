using Tessera.Agents.Solution;
using Tessera.Debugging.Episodes;
using Tessera.Debugging.Steps;
using Tessera.Debugging.Tasks;
using Tessera.Debugging.Tests.Steps;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tools;
using Tessera.Tests;
using Tessera.Tools.Eval;
using Tessera.Tools.Rewrite;

namespace Tessera.Debugging.Tests.Tasks;

/// <summary>agent/solution proves the samples sound, by the tools that every agent has.</summary>
public sealed class SolutionEpisodeSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SolutionEpisodeSpecs() => Requirements.Python();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(SampleTasks.Solved), MemberType = typeof(SampleTasks))]
    public async Task The_known_solution_is_applied_call_by_call(string place)
    {
        var task = SampleTasks.Read(place);

        var result = await new Episode(task, Fill(new DebugOptions { Project = task.Project, Agent = Solution }), [], TimeProvider.System).RunAsync(_folder.Root, new Seed(1), default);

        (result.PassedBefore, result.PassedAfter, result.StopReason).Should().Be((false, true, AgentStopReason.Done), result.Message);
        Changes(result.Patch).Should().BeEquivalentTo(Changes(task.Solution!));
    }

    [Fact]
    public async Task All_of_them_are_solved_side_by_side()
    {
        var context = new RecordingContext(_folder.Root);
        var step = new DebugTasksStep(Fill(new DebugTasksOptions { Tasks = Path.Combine(Repository.Samples, "tasks"), Agent = Solution }), TimeProvider.System);

        var result = await step.RunAsync(context, default);

        result.Tasks.Select(task => (task.Task, task.PassedBefore, task.PassedAfter)).Should().HaveCountGreaterThan(11).And.OnlyContain(task => !task.PassedBefore && task.PassedAfter);
        result.Tasks.Should().OnlyContain(task => task.Patch.Length > 0);
        context.Metrics.Should().Contain("passed", result.Tasks.Count).And.Contain("tasks", DebugTasks.Read(Path.Combine(Repository.Samples, "tasks")).Count);
    }

    private static Part<IAgent> Solution { get; } = new("agent/solution", () => new OwnedPart<IAgent>(new SolutionAgent()));

    private static TOptions Fill<TOptions>(TOptions options) where TOptions : EpisodeOptions
    {
        options.Tools = [Tool("rewrite", () => new RewriteTool(new RewriteOptions(), TimeProvider.System)), Tool("eval", () => new EvalTool())];
        return options;
    }

    private static Part<ITool> Tool(string name, Func<ITool> make) => new($"tool/{name}", () => new OwnedPart<ITool>(make()));

    // Two differences may show the same change with other lines around it.
    private static List<string> Changes(string patch) => [.. patch.Split('\n').Where(line => line.StartsWith('+') || line.StartsWith('-'))];
}
