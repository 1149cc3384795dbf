using System.Composition;
using System.Globalization;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.Replay;

/// <summary>Makes recorded calls, one after another; what comes back is produced anew, and compared with the recording.</summary>
/// <param name="options">The recording.</param>
[Agent("replay", Description = "Repeats recorded tool calls; the observations are live, and compared with the recorded ones.", Options = typeof(ReplayOptions))]
[method: ImportingConstructor]
public sealed class ReplayAgent(ReplayOptions options) : IAgent
{
    /// <inheritdoc/>
    /// <exception cref="Tessera.Sdk.Diagnostics.TesseraException">TESS4301, TESS4302: the recording cannot be read; no call is made then.</exception>
    public async Task<AgentOutcome> RunAsync(IAgentEnvironment environment, AgentTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(task);
        var recording = await Recording.ReadAsync(options.Recording, cancellationToken).ConfigureAwait(false);
        var (steps, differing) = (0, 0);
        string? first = null;
        foreach (var recorded in recording.Calls)
        {
            if (steps >= task.MaxSteps) return Outcome(AgentStopReason.StepsExhausted);
            if (environment.Ended) return Outcome(AgentStopReason.EnvironmentEnded);
            var observations = await environment.StepAsync(MovedCall.Of(recorded.Call, recording.Root, environment.Root), cancellationToken).ConfigureAwait(false);
            steps++;
            if (options.Verify == Verification.None || recorded.Observations is null) continue;
            if (ObservationComparison.Difference(recorded.Observations, recording.Root, observations, environment.Root) is not { } difference) continue;
            differing++;
            first ??= string.Create(CultureInfo.InvariantCulture, $"first call {steps} ({recorded.Call.Tool}, line {recorded.Line} of the recording):\n{difference}");
            if (options.Verify == Verification.Require) return Outcome(AgentStopReason.GaveUp);
        }

        return Outcome(AgentStopReason.Done);

        AgentOutcome Outcome(AgentStopReason reason) => new(
            reason, steps, first is null ? null : string.Create(CultureInfo.InvariantCulture, $"{differing} of {steps} calls answered something else than recorded, {first}"));
    }
}
