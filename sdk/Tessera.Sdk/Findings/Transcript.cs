namespace Tessera.Sdk.Findings;

/// <summary>What was said and done, in order.</summary>
public sealed record Transcript : Finding
{
    /// <summary>The entries, from first to last.</summary>
    public required IReadOnlyList<TranscriptEntry> Entries { get; init; }
}
