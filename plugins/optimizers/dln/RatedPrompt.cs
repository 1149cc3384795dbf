namespace Tessera.Optimizers.Dln;

/// <summary>A prompt with its score on the examples by which the best is chosen.</summary>
/// <param name="Candidate">The prompt.</param>
/// <param name="Score">Its score.</param>
internal sealed record RatedPrompt(Candidate Candidate, double Score);
