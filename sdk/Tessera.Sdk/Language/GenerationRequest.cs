using Tessera.Sdk.Randomness;

namespace Tessera.Sdk.Language;

/// <summary>A prompt to be continued.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Sampling">How the continuation is drawn.</param>
/// <param name="Seed">Decides the sample where the model is seeded. Equal requests with equal seeds have equal answers.</param>
public sealed record GenerationRequest(string Prompt, SamplingOptions Sampling, Seed Seed = default);
