using Tessera.Sdk.Parts;

namespace Tessera.Agents.Replay;

/// <summary>Options of <c>agent/replay</c>.</summary>
public sealed class ReplayOptions
{
    /// <summary>The calls: a file with one JSON object a line, {"tool": "...", "arguments": {...}}. Other members are ignored, so a trajectory can be replayed.</summary>
    [InputPath]
    public required string Recording { get; set; }
}
