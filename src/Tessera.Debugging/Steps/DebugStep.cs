using System.Composition;
using Tessera.Debugging.Sessions;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Trajectories;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Steps;

/// <summary>Has an agent repair a copy of a project through tools, and evaluates the project before and after.</summary>
/// <remarks>The folder gets <c>project</c>, the copy as the agent left it, and <c>trajectory.jsonl</c>, every call with its observations.</remarks>
/// <param name="options">Project, tools and agent.</param>
/// <param name="time">Measures time bounds.</param>
[Step("debug", Description = "Has an agent repair a copy of a project through tools.", Options = typeof(DebugOptions))]
[method: ImportingConstructor]
public sealed class DebugStep(DebugOptions options, TimeProvider time) : IPipelineStep<DebugResult>
{
    private const string TrajectoryFile = "trajectory.jsonl";

    // A Python program shall behave alike in every run and leave nothing behind in its folder.
    private static readonly Dictionary<string, string> _environment = new()
    {
        ["NO_COLOR"] = "1",
        ["TERM"] = "dumb",
        ["PYTHONDONTWRITEBYTECODE"] = "1",
        ["PYTHONHASHSEED"] = "0",
        ["PYTHONUTF8"] = "1",
    };

    /// <inheritdoc/>
    public async Task<DebugResult> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var workspace = FolderWorkspace.CopyOf(
            options.Project, Path.Join(context.Folder, "project"), new FolderWorkspaceOptions { ReadOnly = options.ReadOnly, Hidden = options.Hidden }, cancellationToken);
        await using var workspaceOwner = workspace.ConfigureAwait(false);
        var choice = await TerminalChoice.MakeAsync(options.Terminal, time, cancellationToken).ConfigureAwait(false);
        await using var choiceOwner = choice.ConfigureAwait(false);
        choice.Report(context);
        // The evaluation sees the hidden files, and may write what it likes; the agent's programs get a terminal of their own.
        var site = new TerminalSite { Folder = workspace.Root, Environment = _environment };
        var terminal = choice.Provider.Open(site);
        await using var terminalOwner = terminal.ConfigureAwait(false);

        context.ReportProgress(null, "evaluating before");
        var before = await EvaluateAsync(terminal, cancellationToken).ConfigureAwait(false);
        var steps = new List<TrajectoryStep>();
        var confined = choice.Provider.Open(site with { ReadOnly = options.ReadOnly, Hidden = options.Hidden });
        await using var confinedOwner = confined.ConfigureAwait(false);
        var outcome = await WorkAsync(context, workspace, confined, steps, cancellationToken).ConfigureAwait(false);
        var project = PathResolver.RealPath(options.Project);
        ProtectedFiles.PutBack(project, workspace, cancellationToken);
        context.ReportProgress(null, "evaluating after");
        var after = await EvaluateAsync(terminal, cancellationToken).ConfigureAwait(false);

        var changes = ProjectDifference.Find(project, workspace.Root);
        DebugFindings.Report(context, before, after, steps, changes);
        RecordMetrics(context, before, after, steps.Count);
        return new DebugResult(
            before.Passed, after.Passed, before.Tests, after.Tests, steps.Count, outcome.Reason, ProjectDifference.ToPatch(changes), TrajectoryFile);
    }

    private async Task<AgentOutcome> WorkAsync(
        IStepContext context, FolderWorkspace workspace, ITerminal terminal, List<TrajectoryStep> steps, CancellationToken cancellationToken)
    {
        var owned = new List<IAsyncDisposable>();
        try
        {
            var tools = options.Tools.Select(part => Own(part, owned)).ToList();
            var agent = Own(options.Agent, owned);
            var session = new ToolSession(workspace, terminal, new EntryPoints { Evaluate = options.Evaluate, Debug = options.Debug }, tools);
            using var trajectory = new TrajectoryWriter(Path.Join(context.Folder, TrajectoryFile));
            using var environment = new DebuggingEnvironment(session, options.MaxSteps, Record, time);
            return await agent.RunAsync(
                environment,
                new AgentTask { Instructions = options.Instructions, MaxSteps = options.MaxSteps, Seed = context.Seed.Derive("agent") },
                cancellationToken).ConfigureAwait(false);

            void Record(TrajectoryStep step)
            {
                steps.Add(step);
                trajectory.Write(step);
                context.ReportProgress(null, $"call {step.Number}: {step.Call.Tool}");
            }
        }
        finally
        {
            for (var i = owned.Count - 1; i >= 0; i--) await owned[i].DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<Evaluation> EvaluateAsync(ITerminal terminal, CancellationToken cancellationToken)
    {
        var command = new TerminalCommand
        {
            Program = options.Evaluate[0],
            Arguments = [.. options.Evaluate.Skip(1)],
            Timeout = TimeSpan.FromSeconds(options.EvaluationTimeoutSeconds),
        };
        try
        {
            return new Evaluation(await terminal.RunAsync(command, cancellationToken).ConfigureAwait(false));
        }
        catch (TerminalException missing)
        {
            throw new TesseraException(
                Diagnostic.Error("TESS4107", $"The evaluation '{string.Join(' ', options.Evaluate)}' cannot be run.", remedy: missing.Message), missing);
        }
    }

    private static TContract Own<TContract>(Part<TContract> part, List<IAsyncDisposable> owned) where TContract : class
    {
        var created = part.Create();
        owned.Add(created);
        return created.Value;
    }

    private static void RecordMetrics(IStepContext context, Evaluation before, Evaluation after, int steps)
    {
        context.RecordMetric("steps", steps);
        context.RecordMetric("passed", after.Passed ? 1 : 0);
        if (before.Tests is { } testsBefore) context.RecordMetric("testsPassedBefore", testsBefore.Passed);
        if (after.Tests is { } testsAfter) context.RecordMetric("testsPassedAfter", testsAfter.Passed);
    }
}
