using Tessera.Sdk.Agents;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Episodes;

/// <summary>What became of one task.</summary>
public sealed record EpisodeResult
{
    /// <summary>The task's name.</summary>
    public required string Task { get; init; }

    /// <summary>Whether the evaluation passed before the agent's work.</summary>
    public bool PassedBefore { get; init; }

    /// <summary>Whether it passed afterwards, with the protected files put back.</summary>
    public bool PassedAfter { get; init; }

    /// <summary>How many tests passed before; null when the evaluation does not say.</summary>
    public TestCounts? TestsBefore { get; init; }

    /// <summary>How many tests passed afterwards; null when the evaluation does not say.</summary>
    public TestCounts? TestsAfter { get; init; }

    /// <summary>How many calls the agent made.</summary>
    public int Steps { get; init; }

    /// <summary>Why the agent stopped.</summary>
    public AgentStopReason StopReason { get; init; }

    /// <summary>The agent's last words; null for none.</summary>
    public string? Message { get; init; }

    /// <summary>What the language model cost.</summary>
    public Usage Usage { get; init; }

    /// <summary>What the agent changed, as a unified difference that <c>git apply</c> reads; empty for nothing.</summary>
    public string Patch { get; init; } = "";

    /// <summary>The file with the calls, observations and conversations, relative to the step's folder: one JSON object a line.</summary>
    public required string Trajectory { get; init; }

    /// <summary>Whether its model failed in the midst of the work, so that it is no result for a later run.</summary>
    internal bool IsUnfinished => StopReason == AgentStopReason.ModelFailed && !PassedAfter;
}
