using System.Text.Json.Nodes;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Agents;

/// <summary>An environment that keeps what it is called with, and that ends, answers and tarries as a check wants it.</summary>
internal sealed class TrialEnvironment(AgentConformanceOptions options) : IAgentEnvironment
{
    private readonly List<ToolCall> _calls = [];

    public string Root => "/project";

    public IReadOnlyList<ToolDefinition> Tools { get; init; } = options.Tools;

    /// <summary>After how many calls the session ends.</summary>
    public int EndsAfter { get; init; } = int.MaxValue;

    /// <summary>What comes back.</summary>
    public Func<ToolCall, IReadOnlyList<Observation>> Answer { get; init; } = call => [options.Answer(call)];

    /// <summary>What happens at each call first.</summary>
    public Action? OnCall { get; init; }

    /// <summary>What was called, in order.</summary>
    public IReadOnlyList<ToolCall> Calls => _calls;

    /// <summary>How many calls were made after the session had ended.</summary>
    public int Late { get; private set; }

    public bool Ended => _calls.Count >= EndsAfter;

    public Task<IReadOnlyList<Observation>> StepAsync(ToolCall call, CancellationToken cancellationToken)
    {
        OnCall?.Invoke();
        cancellationToken.ThrowIfCancellationRequested();
        if (Ended) Late++;
        _calls.Add(call with { Arguments = (JsonObject)call.Arguments.DeepClone() });
        return Task.FromResult(Answer(call));
    }
}
