namespace Tessera.Optimizers.Search;

/// <summary>A prompt that competes.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Parent">The prompt it was first made from; null for the one given.</param>
internal sealed record Candidate(string Prompt, string? Parent);
