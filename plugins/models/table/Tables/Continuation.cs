namespace Tessera.Models.Table.Tables;

/// <summary>A possible continuation of a context.</summary>
/// <param name="Text">The continuation.</param>
/// <param name="LogProbability">The natural logarithm of its probability.</param>
/// <param name="Truncated">Whether the bound on tokens ended it.</param>
internal sealed record Continuation(string Text, double LogProbability, bool Truncated = false);
