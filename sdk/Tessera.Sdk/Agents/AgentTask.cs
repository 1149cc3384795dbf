using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Agents;

/// <summary>What is asked of an agent.</summary>
public sealed record AgentTask
{
    /// <summary>What to achieve, in words.</summary>
    public required string Instructions { get; init; }

    /// <summary>What the environment shows before the first call, such as the evaluation of the project as it is.</summary>
    public IReadOnlyList<Observation> Start { get; init; } = [];

    /// <summary>The known solution as a unified difference, for agents that prove a task sound; null where there is none.</summary>
    public string? Solution { get; init; }

    /// <summary>The model that decides; null for agents that need none.</summary>
    public ILanguageModel? Model { get; init; }

    /// <summary>How many calls may be made.</summary>
    /// <value>The default value is 50 calls.</value>
    public int MaxSteps { get; init; } = 50;

    /// <summary>The origin of the agent's random choices.</summary>
    public Seed Seed { get; init; }
}
