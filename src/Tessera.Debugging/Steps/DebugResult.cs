using Tessera.Sdk.Agents;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Steps;

/// <summary>What <c>step/debug</c> hands over.</summary>
/// <param name="PassedBefore">Whether the evaluation passed before the agent's work.</param>
/// <param name="PassedAfter">Whether it passed afterwards, with the protected files put back.</param>
/// <param name="TestsBefore">How many tests passed before; null when the evaluation does not say.</param>
/// <param name="TestsAfter">How many tests passed afterwards; null when the evaluation does not say.</param>
/// <param name="Steps">How many calls the agent made.</param>
/// <param name="StopReason">Why the agent stopped.</param>
/// <param name="Patch">What the agent changed, as a unified difference; empty for nothing.</param>
/// <param name="Trajectory">The file with the calls and observations, relative to the step's folder: one JSON object a line.</param>
public sealed record DebugResult(
    bool PassedBefore,
    bool PassedAfter,
    TestCounts? TestsBefore,
    TestCounts? TestsAfter,
    int Steps,
    AgentStopReason StopReason,
    string Patch,
    string Trajectory);
