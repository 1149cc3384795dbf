using Tessera.Sdk.Parts;

namespace Tessera.Agents.Replay;

/// <summary>Options of <c>agent/replay</c>.</summary>
public sealed class ReplayOptions
{
    /// <summary>The calls: a file with one JSON object a line, {"tool": "...", "arguments": {...}}, with "observations" where they are known. A trajectory is a recording.</summary>
    [InputPath]
    public required string Recording { get; set; }

    /// <summary>What is done where an observation differs from the recorded one. Times, addresses in memory and the project's place do not count; calls that name that place name the one of now.</summary>
    /// <value>The default value is report.</value>
    public Verification Verify { get; set; } = Verification.Report;
}
