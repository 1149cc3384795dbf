namespace Tessera.Adapters.Library;

/// <summary>What a library's index says of one expert.</summary>
/// <param name="Hash">The SHA-256 of its configuration and weights when this was written, in hexadecimal. Scores are of those weights and of no others.</param>
/// <param name="Record">Where it comes from.</param>
/// <param name="Scores">How well it did.</param>
internal sealed record IndexedExpert(string Hash, ExpertRecord Record, IReadOnlyList<ExpertScore> Scores);
