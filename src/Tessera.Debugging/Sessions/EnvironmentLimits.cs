using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Sessions;

/// <summary>When an environment ends, and how much an agent sees of it at once.</summary>
public sealed record EnvironmentLimits
{
    /// <summary>How many calls it answers.</summary>
    /// <value>The default value is 50 calls.</value>
    public int MaxSteps { get; init; } = 50;

    /// <summary>Whether it ends as soon as an evaluation passes.</summary>
    /// <value>The default value is false: only a submission ends it before the last call.</value>
    public bool EndOnSuccess { get; init; }

    /// <summary>How many characters of one observation the agent sees.</summary>
    /// <value>The default value is <see cref="Observation.TextLimit"/>.</value>
    public int MaxObservation { get; init; } = Observation.TextLimit;
}
