using System.Globalization;
using Tessera.Debugging.Sessions;
using Tessera.Debugging.Trajectories;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Episodes;

/// <summary>An episode's environment. When its terminal is lost, another is opened and brought to the same state by making all calls again.</summary>
/// <remarks>What the repeated calls answer is compared with what they answered before; the agent is told of what differs.</remarks>
internal sealed class EpisodeEnvironment : IAgentEnvironment, IAsyncDisposable
{
    private const int MostRecoveries = 3;

    private readonly Func<CancellationToken, Task<OpenSession>> _open;
    private readonly Func<CancellationToken, ValueTask> _restore;
    private readonly EnvironmentLimits _limits;
    private readonly Action<TrajectoryStep> _record;
    private readonly TimeProvider _time;
    private readonly List<TrajectoryStep> _steps = [];
    private OpenSession _session;
    private DebuggingEnvironment _environment;
    private int _recoveries;

    private EpisodeEnvironment(
        OpenSession session, Func<CancellationToken, Task<OpenSession>> open, Func<CancellationToken, ValueTask> restore,
        EnvironmentLimits limits, Action<TrajectoryStep> record, TimeProvider time)
    {
        (_session, _open, _restore, _limits, _record, _time) = (session, open, restore, limits, record, time);
        _environment = new DebuggingEnvironment(session.Session, limits, Keep, time);
    }

    public string Root => _environment.Root;

    public IReadOnlyList<ToolDefinition> Tools => _environment.Tools;

    public bool Ended => _environment.Ended;

    /// <summary>Opens an environment.</summary>
    /// <param name="open">Opens a session.</param>
    /// <param name="restore">Brings the files back to the episode's beginning.</param>
    /// <param name="limits">When it ends.</param>
    /// <param name="record">Is given each step once it is done.</param>
    /// <param name="time">Measures steps.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<EpisodeEnvironment> OpenAsync(
        Func<CancellationToken, Task<OpenSession>> open, Func<CancellationToken, ValueTask> restore,
        EnvironmentLimits limits, Action<TrajectoryStep> record, TimeProvider time, CancellationToken cancellationToken) =>
        new(await open(cancellationToken).ConfigureAwait(false), open, restore, limits, record, time);

    public async Task<IReadOnlyList<Observation>> StepAsync(ToolCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await _environment.StepAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (TerminalLostException lost) when (_recoveries < MostRecoveries)
        {
            var note = await RecoverAsync(lost, cancellationToken).ConfigureAwait(false);
            return [.. await StepAsync(call, cancellationToken).ConfigureAwait(false), Observation.Success(note)];
        }
    }

    public async ValueTask DisposeAsync()
    {
        _environment.Dispose();
        await _session.DisposeAsync().ConfigureAwait(false);
    }

    private void Keep(TrajectoryStep step)
    {
        _steps.Add(step);
        _record(step);
    }

    private async Task<string> RecoverAsync(TerminalLostException lost, CancellationToken cancellationToken)
    {
        _recoveries++;
        await DisposeAsync().ConfigureAwait(false);
        await _restore(cancellationToken).ConfigureAwait(false);
        _session = await _open(cancellationToken).ConfigureAwait(false);
        var differing = new List<int>();
        var repeated = new DebuggingEnvironment(_session.Session, _limits, step =>
        {
            if (Differs(step)) differing.Add(step.Number);
        }, _time);
        foreach (var step in _steps) await repeated.StepAsync(step.Call, cancellationToken).ConfigureAwait(false);
        repeated.RecordTo(Keep);
        _environment = repeated;
        var outcome = differing.Count == 0 ? "all answered as before" : $"calls {string.Join(", ", differing)} answered something else than before";
        return string.Create(CultureInfo.InvariantCulture, $"(The terminal was lost: {lost.Message} Another one was opened and the {_steps.Count} calls so far were made again; {outcome}.)");

        bool Differs(TrajectoryStep step) => ObservationComparison.Difference(
            _steps[step.Number - 1].Observations.Select(observation => observation.Text), Root, step.Observations, Root) is not null;
    }
}
