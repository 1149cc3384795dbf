namespace Tessera.Sdk.Findings;

/// <summary>One entry of a <see cref="Transcript"/>.</summary>
/// <param name="Speaker">Who speaks or acts: an agent, a tool, a model.</param>
/// <param name="Text">What was said, or the observation.</param>
/// <param name="Action">What was done, such as a tool call; null for mere words.</param>
/// <param name="Failed">Whether the action failed.</param>
public sealed record TranscriptEntry(string Speaker, string Text, string? Action = null, bool Failed = false);
