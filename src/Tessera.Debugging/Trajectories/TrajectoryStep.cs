using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Trajectories;

/// <summary>One call of an agent and what came back.</summary>
/// <param name="Number">Which call it was, from 1.</param>
/// <param name="Call">The call.</param>
/// <param name="Observations">The observation of the call, then what other tools noted of its effects.</param>
/// <param name="Elapsed">How long the call took.</param>
public sealed record TrajectoryStep(int Number, ToolCall Call, IReadOnlyList<Observation> Observations, TimeSpan Elapsed);
