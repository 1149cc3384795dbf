namespace Tessera.Sdk.Language;

/// <summary>The most probable next tokens.</summary>
/// <param name="Tokens">Their texts with their log-probabilities, the most probable first.</param>
/// <param name="Usage">What it cost.</param>
public sealed record NextTokenDistribution(IReadOnlyList<KeyValuePair<string, double>> Tokens, Usage Usage);
