using System.Composition;
using Tessera.Sdk.Agents;

namespace Tessera.Agents.Replay;

/// <summary>Makes recorded calls, one after another; what comes back is produced anew.</summary>
/// <param name="options">The recording.</param>
[Agent("replay", Description = "Repeats recorded tool calls; the observations are live.", Options = typeof(ReplayOptions))]
[method: ImportingConstructor]
public sealed class ReplayAgent(ReplayOptions options) : IAgent
{
    /// <inheritdoc/>
    /// <exception cref="Tessera.Sdk.Diagnostics.TesseraException">TESS4301, TESS4302: the recording cannot be read; no call is made then.</exception>
    public async Task<AgentOutcome> RunAsync(IAgentEnvironment environment, AgentTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(task);
        var calls = await Recording.ReadAsync(options.Recording, cancellationToken).ConfigureAwait(false);
        var steps = 0;
        foreach (var call in calls)
        {
            if (steps >= task.MaxSteps) return new AgentOutcome(AgentStopReason.StepsExhausted, steps);
            if (environment.Ended) return new AgentOutcome(AgentStopReason.EnvironmentEnded, steps);
            await environment.StepAsync(call, cancellationToken).ConfigureAwait(false);
            steps++;
        }

        return new AgentOutcome(AgentStopReason.Done, steps);
    }
}
