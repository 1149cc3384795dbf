namespace Tessera.Sdk.Prompts;

/// <summary>A prompt that was tried.</summary>
/// <param name="Iteration">In which iteration, from 0.</param>
/// <param name="Layer">For which layer, from 0.</param>
/// <param name="Prompt">The prompt.</param>
/// <param name="Parent">The prompt it was made from; null for the one given.</param>
/// <param name="Score">Its score; larger is better.</param>
/// <param name="Chosen">Whether it was chosen in this iteration.</param>
public sealed record PromptCandidate(int Iteration, int Layer, string Prompt, string? Parent, double Score, bool Chosen);
