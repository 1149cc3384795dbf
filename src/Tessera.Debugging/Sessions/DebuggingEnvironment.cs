using Tessera.Debugging.Trajectories;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Sessions;

/// <summary>A session as an environment for an agent: it counts and records the calls, and ends.</summary>
public sealed class DebuggingEnvironment : IAgentEnvironment, IDisposable
{
    private readonly ToolSession _session;
    private readonly EnvironmentLimits _limits;
    private readonly TimeProvider _time;
    private Action<TrajectoryStep>? _record;
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Makes an environment over a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="limits">When it ends, and how much an agent sees at once; null for the defaults.</param>
    /// <param name="record">Is given each step once it is done; null for nobody.</param>
    /// <param name="time">Measures steps; null for the system's clock.</param>
    public DebuggingEnvironment(ToolSession session, EnvironmentLimits? limits = null, Action<TrajectoryStep>? record = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        (_session, _limits, _record, _time) = (session, limits ?? new EnvironmentLimits(), record, time ?? TimeProvider.System);
        ArgumentOutOfRangeException.ThrowIfLessThan(_limits.MaxSteps, 1, nameof(limits));
        Tools = [.. session.Tools.Select(tool => tool.Definition)];
    }

    /// <inheritdoc/>
    public string Root => _session.Workspace.Root;

    /// <inheritdoc/>
    public IReadOnlyList<ToolDefinition> Tools { get; }

    /// <summary>How many calls were answered.</summary>
    public int Steps { get; private set; }

    /// <inheritdoc/>
    public bool Ended =>
        _session.Submission is not null || Steps >= _limits.MaxSteps || (_limits.EndOnSuccess && _session.LastEvaluation is { Passed: true });

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Observation>> StepAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        call = Readable(call);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Ended) return [Observation.Failure("error TESS4105: The session has ended; no further call is answered.")];
            var started = _time.GetTimestamp();
            var answered = await _session.CallAsync(call, cancellationToken).ConfigureAwait(false);
            Observation[] observations = [.. answered.Select(observation => observation.Bounded(_limits.MaxObservation))];
            Steps++;
            _record?.Invoke(new TrajectoryStep(Steps, call, observations, _time.GetElapsedTime(started)));
            return observations;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Brings the files back to a snapshot, where one is named, and has the tools forget what they kept.</summary>
    /// <param name="snapshot">The snapshot of the session's workspace; null to leave the files as they are.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>What the tools noted.</returns>
    public async Task<IReadOnlyList<Observation>> ResetAsync(string? snapshot, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (snapshot is not null) await _session.Workspace.RestoreAsync(snapshot, cancellationToken).ConfigureAwait(false);
            Steps = 0;
            _session.Reopen();
            await _session.PublishAsync(new EnvironmentReset(snapshot is not null), cancellationToken).ConfigureAwait(false);
            return _session.TakeNoted();
        }
        finally
        {
            _turn.Release();
        }
    }

    // JSON is looked into only when it is used: what an agent wrote twice is to be its own mistake, not that of whoever writes the call down.
    private static ToolCall Readable(ToolCall call)
    {
        try
        {
            _ = call.Arguments.Count;
            return call;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or InvalidOperationException)
        {
            return call with { Arguments = [], UnreadableArguments = $"The keys cannot be read: one stands twice, or is no text. ({unreadable.Message})" };
        }
    }

    /// <summary>Has steps from now on given to somebody else.</summary>
    internal void RecordTo(Action<TrajectoryStep> record) => _record = record;

    /// <summary>Releases what orders the calls. The session stays as it is.</summary>
    public void Dispose() => _turn.Dispose();
}
