using Tessera.Debugging.Conversations;
using Tessera.Debugging.Evaluations;
using Tessera.Debugging.Sessions;
using Tessera.Debugging.Tasks;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Trajectories;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Episodes;

/// <summary>One agent's work on one task: a copy of the project, an evaluation, the work, an evaluation.</summary>
/// <param name="task">The task.</param>
/// <param name="options">What the agent works with.</param>
/// <param name="terminals">Where the project's programs run.</param>
/// <param name="budgets">The budgets that the model draws on besides the task's own.</param>
/// <param name="time">Measures time bounds.</param>
internal sealed class Episode(DebugTask task, EpisodeOptions options, ITerminalProvider terminals, IReadOnlyList<ModelBudget> budgets, TimeProvider time)
{
    /// <summary>The file with the calls, observations and conversations, in the episode's folder.</summary>
    public const string TrajectoryFile = "trajectory.jsonl";

    /// <summary>The file with what the agent changed, in the episode's folder.</summary>
    public const string PatchFile = "change.patch";

    /// <summary>The changed copy of the project, in the episode's folder.</summary>
    public const string ProjectFolder = "project";

    private const string AlreadyRight = "The evaluation passes before any work, so the agent was not begun and its model was asked nothing. Set workOnPassing to have it work all the same.";

    // Beside the copy, so that it goes with the rest of an attempt that was killed.
    private const string SnapshotFolder = "snapshots";

    /// <summary>Says what is being done.</summary>
    public Action<string> Report { get; init; } = _ => { };

    /// <summary>What the agent did.</summary>
    public EpisodeTranscript Transcript { get; } = new();

    /// <summary>What the evaluation said before the work.</summary>
    public EvaluationResult? Before { get; private set; }

    /// <summary>What the evaluation said after the work.</summary>
    public EvaluationResult? After { get; private set; }

    /// <summary>Does the work.</summary>
    /// <param name="folder">An empty folder for the copy and the trajectory.</param>
    /// <param name="seed">The origin of random choices.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="TesseraException">The work cannot be begun; TESS4303: the agent needs another model. TESS4504: the model gave no answer at all.</exception>
    public async Task<EpisodeResult> RunAsync(string folder, Seed seed, CancellationToken cancellationToken)
    {
        // First of all: where one lacks what the other needs, the project need not be copied and evaluated.
        var agent = options.Agent.Create();
        await using var agentOwner = agent.ConfigureAwait(false);
        var model = options.Model?.Create();
        await using var modelOwner = (model ?? (IAsyncDisposable)NothingOwned.Instance).ConfigureAwait(false);
        AgentNeeds.Check(options.Agent.Name, agent.Value, model?.Value);
        var workspace = FolderWorkspace.CopyOf(
            task.Project, Path.Join(folder, ProjectFolder),
            new FolderWorkspaceOptions { ReadOnly = task.ReadOnly, Hidden = task.Hidden, SnapshotFolder = Path.Join(folder, SnapshotFolder) }, cancellationToken);
        await using var workspaceOwner = workspace.ConfigureAwait(false);
        var beginning = await workspace.SnapshotAsync(cancellationToken).ConfigureAwait(false);
        var original = PathResolver.RealPath(task.Project);
        var check = new ProjectCheck(task.Evaluate, task.EvaluationTimeout) { PutBack = token => ProtectedFiles.PutBack(original, workspace, token) };
        Report("evaluating before");
        Before = await EvaluateAsync(check, workspace.Root, cancellationToken).ConfigureAwait(false);
        using var trajectory = new TrajectoryWriter(Path.Join(folder, TrajectoryFile));
        trajectory.WriteStart(task, workspace.Root, Before);
        var isRight = Before.Passed && model is not null && !options.WorkOnPassing;
        var (outcome, usage) = isRight
            ? (new AgentOutcome(AgentStopReason.NothingToDo, 0, AlreadyRight), default)
            : await WorkAsync(workspace, (agent.Value, model?.Value), beginning, check, trajectory, seed, cancellationToken).ConfigureAwait(false);
        // Such as without a key: were this a result, it would be kept, and the next run would not try again.
        if (outcome.Reason == AgentStopReason.ModelFailed && Transcript.Steps == 0 && usage == default)
            throw new TesseraException(Diagnostic.Error("TESS4504", $"The language model gave no answer at all, so nothing was done: {outcome.Message}", remedy: "Mend what is named and run again."));
        Report(isRight ? "the evaluation passes already" : "evaluating after");
        After = isRight ? Before : await EvaluateAsync(check, workspace.Root, cancellationToken).ConfigureAwait(false);
        trajectory.WriteEnd(outcome, After);
        var patch = await workspace.PatchAsync(beginning, cancellationToken).ConfigureAwait(false);
        return new EpisodeResult
        {
            Task = task.Name,
            PassedBefore = Before.Passed,
            PassedAfter = After.Passed,
            TestsBefore = Before.Counts,
            TestsAfter = After.Counts,
            Steps = Transcript.Steps,
            StopReason = outcome.Reason,
            Message = outcome.Message,
            Usage = usage,
            Patch = patch.Text,
            Trajectory = TrajectoryFile,
        };
    }

    private async Task<(AgentOutcome Outcome, Usage Usage)> WorkAsync(
        FolderWorkspace workspace, (IAgent Agent, ILanguageModel? Model) worker, string beginning, ProjectCheck check, TrajectoryWriter trajectory, Seed seed, CancellationToken cancellationToken)
    {
        var entryPoints = new EntryPoints { Evaluate = task.Evaluate, Debug = task.Debug };
        var environment = await EpisodeEnvironment.OpenAsync(
            token => OpenSession.OpenAsync(options, terminals.Open(workspace.SiteForAgents(SteadyEnvironment.Variables, token)), (terminal, tools) => new ToolSession(workspace, terminal, entryPoints, tools, JudgeAsync), token),
            async token => await workspace.RestoreAsync(beginning, token).ConfigureAwait(false),
            new EnvironmentLimits { MaxSteps = options.MaxSteps, EndOnSuccess = options.EndOnSuccess, MaxObservation = options.MaxObservation },
            Record, time, cancellationToken).ConfigureAwait(false);
        await using var environmentOwner = environment.ConfigureAwait(false);
        var budget = (options.Budget ?? new ModelBudgetOptions()).Open($"task '{task.Name}'");
        using var model = worker.Model is null ? null : new MeteredModel(worker.Model, [budget, .. budgets], trajectory.WriteChat);
        var agentTask = new AgentTask
        {
            Instructions = task.Instructions,
            Start = [Observation.Success($"The evaluation as it is now:\n{Before}\n\n{Before!.Output}").Bounded(options.MaxObservation)],
            Solution = task.Solution,
            Model = model,
            MaxSteps = options.MaxSteps,
            Seed = seed,
        };
        return (await RunWithinTimeAsync(worker.Agent, environment, agentTask, cancellationToken).ConfigureAwait(false), budget.Used);

        Task<EvaluationResult> JudgeAsync(CancellationToken token) => EvaluateAsync(check, workspace.Root, token);

        void Record(TrajectoryStep step)
        {
            Transcript.Add(step);
            trajectory.WriteStep(step);
            Report(FormattableString.Invariant($"call {step.Number}: {step.Call.Tool}"));
        }
    }

    private async Task<AgentOutcome> RunWithinTimeAsync(IAgent agent, IAgentEnvironment environment, AgentTask agentTask, CancellationToken cancellationToken)
    {
        if (options.MaxMinutes is not { } minutes) return await agent.RunAsync(environment, agentTask, cancellationToken).ConfigureAwait(false);
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(minutes), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            return await agent.RunAsync(environment, agentTask, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new AgentOutcome(AgentStopReason.BudgetExhausted, Transcript.Steps, FormattableString.Invariant($"The {minutes} minutes for a task are over. Raise maxMinutes to go on."));
        }
    }

    // The evaluation sees the hidden files, and may write what it likes.
    private async Task<EvaluationResult> EvaluateAsync(ProjectCheck check, string root, CancellationToken cancellationToken)
    {
        var terminal = terminals.Open(new TerminalSite { Folder = root, Environment = SteadyEnvironment.Variables });
        await using var owner = terminal.ConfigureAwait(false);
        try
        {
            return await check.RunAsync(terminal, cancellationToken).ConfigureAwait(false);
        }
        catch (TerminalException missing)
        {
            throw new TesseraException(
                Diagnostic.Error("TESS4107", $"The evaluation '{string.Join(' ', task.Evaluate)}' cannot be run.", remedy: missing.Message), missing);
        }
    }
}
