using Tessera.Debugging.Episodes;
using Tessera.Sdk.Language;

namespace Tessera.Debugging.Steps;

/// <summary>What <c>step/debug-tasks</c> hands over.</summary>
/// <param name="Tasks">What became of each task, by name in ordinal order.</param>
/// <param name="Passed">How many tasks' evaluations pass now.</param>
/// <param name="Usage">What the language model cost, abandoned attempts included.</param>
public sealed record DebugTasksResult(IReadOnlyList<EpisodeResult> Tasks, int Passed, Usage Usage);
