namespace Tessera.Sdk.Language;

/// <summary>A continuation of a prompt.</summary>
/// <param name="Text">The continuation, without the text that stopped it.</param>
/// <param name="Usage">What it cost.</param>
/// <param name="LogProbability">The natural logarithm of its probability at temperature 1; null where the model does not say.</param>
/// <param name="Truncated">Whether the bound on tokens ended it.</param>
public sealed record Generation(string Text, Usage Usage, double? LogProbability = null, bool Truncated = false);
