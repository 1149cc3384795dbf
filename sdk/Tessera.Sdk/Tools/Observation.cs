using System.Text.Json.Nodes;

namespace Tessera.Sdk.Tools;

/// <summary>What an agent sees of a call: bounded text, the same as data, and whether the call failed.</summary>
/// <param name="Text">The text for the agent.</param>
/// <param name="Failed">Whether the call did not do what was asked.</param>
/// <param name="Data">The same for programs; null when the text says it all.</param>
public sealed record Observation(string Text, bool Failed = false, JsonObject? Data = null)
{
    /// <summary>How long an observation's text may be, in characters; sessions cut longer ones and say so.</summary>
    public const int TextLimit = 100_000;

    private const int RoomForNote = 64;

    /// <summary>An observation of a call that did what was asked.</summary>
    /// <param name="text">The text for the agent.</param>
    /// <param name="data">The same for programs.</param>
    /// <returns>The observation.</returns>
    public static Observation Success(string text, JsonObject? data = null) => new(text, false, data);

    /// <summary>An observation of a call that did not do what was asked.</summary>
    /// <param name="text">What was wrong and what to do instead.</param>
    /// <param name="data">The same for programs.</param>
    /// <returns>The observation.</returns>
    public static Observation Failure(string text, JsonObject? data = null) => new(text, true, data);

    /// <summary>The observation with its text cut in the middle to a limit, the cut being said.</summary>
    /// <param name="limit">The limit in characters, what is said of the cut included; at least 64.</param>
    /// <returns>The observation itself when it is short enough, so that cutting twice cuts once.</returns>
    public Observation Bounded(int limit = TextLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, RoomForNote);
        return Text.Length <= limit ? this : this with { Text = BoundedText.Cut(Text, limit - RoomForNote) };
    }
}
