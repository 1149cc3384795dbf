using Tessera.Debugging.Evaluations;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Sessions;

/// <summary>A session over a workspace and a terminal: dispatches calls to tools and tells them of each other's effects.</summary>
/// <remarks>Events published through this class itself come from the environment and reach every tool; a tool's own do not reach it again.</remarks>
public sealed class ToolSession : IToolSession
{
    private readonly Dictionary<string, ITool> _tools;
    private readonly EventRouter _router = new();
    private readonly Func<CancellationToken, Task<EvaluationResult>> _evaluate;
    private readonly List<Observation> _noted = [];

    /// <summary>Makes a session. It owns nothing that it is given.</summary>
    /// <param name="workspace">The files.</param>
    /// <param name="terminal">Runs programs beside the files.</param>
    /// <param name="entryPoints">How the project's program and its check are started.</param>
    /// <param name="tools">The tools, each with a name of its own.</param>
    /// <param name="evaluate">Checks the project; null for the evaluation of <paramref name="entryPoints"/> in the terminal, with no protected files.</param>
    /// <exception cref="TesseraException">TESS4103: two tools have the same name.</exception>
    public ToolSession(IWorkspace workspace, ITerminal terminal, EntryPoints entryPoints, IReadOnlyList<ITool> tools, Func<CancellationToken, Task<EvaluationResult>>? evaluate = null)
    {
        ArgumentNullException.ThrowIfNull(entryPoints);
        ArgumentNullException.ThrowIfNull(tools);
        _evaluate = evaluate ?? (token => new ProjectCheck(entryPoints.Evaluate).RunAsync(terminal, token));
        (Workspace, Terminal, EntryPoints, Tools) = (workspace, terminal, entryPoints, tools);
        if (tools.GroupBy(tool => tool.Definition.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new TesseraException(Diagnostic.Error("TESS4103", $"The session has two tools of the name '{twice.Key}'.", remedy: "Name each tool once."));
        _tools = tools.ToDictionary(tool => tool.Definition.Name, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public IWorkspace Workspace { get; }

    /// <inheritdoc/>
    public ITerminal Terminal { get; }

    /// <inheritdoc/>
    public EntryPoints EntryPoints { get; }

    /// <summary>The tools.</summary>
    public IReadOnlyList<ITool> Tools { get; }

    /// <summary>The submission that ended the session; null while it goes on.</summary>
    public SubmissionMade? Submission { get; private set; }

    /// <summary>What the last check of the project said; null before the first.</summary>
    public EvaluationResult? LastEvaluation { get; private set; }

    /// <inheritdoc/>
    public async Task<EvaluationResult> EvaluateAsync(CancellationToken cancellationToken)
    {
        var result = await _evaluate(cancellationToken).ConfigureAwait(false);
        await PublishAsync(new EvaluationFinished(result), cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <inheritdoc/>
    public ValueTask PublishAsync(SessionEvent sessionEvent, CancellationToken cancellationToken) => PublishAsync(sessionEvent, source: null, depth: 0, cancellationToken);

    /// <summary>Has a tool answer a call. Calls are made one after another.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The observation of the call, then what other tools noted of its effects; all bounded.</returns>
    public async Task<IReadOnlyList<Observation>> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var answer = call.UnreadableArguments is { } unreadable
            ? Observation.Failure($"The arguments of '{BoundedText.Cut(call.Tool, 100)}' are no JSON object, so nothing was done: {BoundedText.Cut(unreadable, 500)}\nCall it again with a JSON object.")
            : _tools.TryGetValue(call.Tool, out var tool)
            ? await AnswerAsync(tool, call, cancellationToken).ConfigureAwait(false)
            : Observation.Failure($"There is no tool '{BoundedText.Cut(call.Tool, 100)}'. {NearestName.Suggest(call.Tool, _tools.Keys)}");
        return [answer.Bounded(), .. TakeNoted()];
    }

    /// <summary>What tools noted of events that no call caused.</summary>
    /// <returns>The observations since the last call or the last time they were taken.</returns>
    public IReadOnlyList<Observation> TakeNoted()
    {
        Observation[] noted = [.. _noted];
        _noted.Clear();
        return noted;
    }

    internal void Reopen() => (Submission, LastEvaluation) = (null, null);

    internal async ValueTask PublishAsync(SessionEvent sessionEvent, ITool? source, int depth, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sessionEvent);
        if (sessionEvent is SubmissionMade submission) Submission ??= submission;
        if (sessionEvent is EvaluationFinished evaluation) LastEvaluation = evaluation.Result;
        if (depth > EventRouter.MostDepth)
        {
            _noted.Add(Observation.Failure($"error TESS4106: Tools answer each other's events without end; {sessionEvent.GetType().Name} is not told any further. One of the tools must not publish what it hears of."));
            return;
        }

        foreach (var tool in Tools)
        {
            if (ReferenceEquals(tool, source)) continue;
            var noted = await _router.TellAsync(tool, sessionEvent, new ToolView(this, tool, depth + 1), cancellationToken).ConfigureAwait(false);
            if (noted is not null) _noted.Add(noted.Bounded());
        }
    }

    private async Task<Observation> AnswerAsync(ITool tool, ToolCall call, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await tool.CallAsync(call, new ToolView(this, tool, depth: 0), cancellationToken).ConfigureAwait(false);
            return CheckedAnswer.Of(answer ?? throw new InvalidOperationException("it answered nothing."));
        }
        catch (Exception failure) when (ToolFailure.IsTheTools(failure, cancellationToken))
        {
            return ToolFailure.Explain(call.Tool, "the call", failure);
        }
    }
}
