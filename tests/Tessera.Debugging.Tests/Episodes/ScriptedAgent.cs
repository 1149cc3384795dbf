using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Tests.Episodes;

/// <summary>An agent that does what a test says.</summary>
internal sealed class ScriptedAgent(Func<ScriptedAgent, Task> script) : IAgent
{
    private int _calls;

    public IAgentEnvironment Environment { get; private set; } = null!;

    public AgentTask Task { get; private set; } = null!;

    public CancellationToken CancellationToken { get; private set; }

    /// <summary>Why it stops.</summary>
    public AgentStopReason Reason { get; set; } = AgentStopReason.Done;

    /// <summary>Its last words.</summary>
    public string? Message { get; set; }

    public static Part<IAgent> Part(Func<ScriptedAgent, Task> script) => new("agent/scripted", () => new OwnedPart<IAgent>(new ScriptedAgent(script)));

    public async Task<AgentOutcome> RunAsync(IAgentEnvironment environment, AgentTask task, CancellationToken cancellationToken)
    {
        (Environment, Task, CancellationToken) = (environment, task, cancellationToken);
        await script(this);
        return new AgentOutcome(Reason, _calls, Message);
    }

    public Task<IReadOnlyList<Observation>> CallAsync(string tool, JsonObject? arguments = null) =>
        Environment.StepAsync(new ToolCall((++_calls).ToString(CultureInfo.InvariantCulture), tool, arguments ?? []), CancellationToken);
}
