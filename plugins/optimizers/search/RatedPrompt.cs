namespace Tessera.Optimizers.Search;

/// <summary>A prompt with its score on some examples.</summary>
/// <param name="Candidate">The prompt.</param>
/// <param name="Score">Its score; larger is better.</param>
internal sealed record RatedPrompt(Candidate Candidate, double Score);
