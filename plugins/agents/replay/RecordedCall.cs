using Tessera.Sdk.Tools;

namespace Tessera.Agents.Replay;

/// <summary>A call that was recorded, and what it answered.</summary>
/// <param name="Call">The call.</param>
/// <param name="Observations">The texts of the observations; null where they were not recorded.</param>
/// <param name="Line">Where it stands in the recording.</param>
internal sealed record RecordedCall(ToolCall Call, IReadOnlyList<string>? Observations, int Line);
