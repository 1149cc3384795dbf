namespace Tessera.Sdk.Language;

/// <summary>The log-probability of a continuation.</summary>
/// <param name="LogProbability">The sum of the tokens' log-probabilities, natural logarithm; negative infinity for the impossible.</param>
/// <param name="TokenCount">How many tokens the continuation has.</param>
/// <param name="Usage">What it cost.</param>
public sealed record ContinuationScore(double LogProbability, int TokenCount, Usage Usage);
