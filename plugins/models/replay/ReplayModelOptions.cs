using Tessera.Sdk.Parts;

namespace Tessera.Models.Replay;

/// <summary>Options of <c>model/replay</c>.</summary>
public sealed class ReplayModelOptions
{
    /// <summary>The recording: a file of JSON lines, such as the trajectory that <c>step/debug</c> writes. Lines that are no chats are ignored.</summary>
    [InputPath]
    public required string Recording { get; set; }

    /// <summary>Whether what is asked must be what was recorded.</summary>
    /// <value>The default value is true; false gives the recorded answers whatever is asked.</value>
    public bool Verify { get; set; } = true;
}
