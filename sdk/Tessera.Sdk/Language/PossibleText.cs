namespace Tessera.Sdk.Language;

/// <summary>A text that a language model may answer.</summary>
/// <param name="Text">The text.</param>
/// <param name="LogProbability">The natural logarithm of the probability that it is drawn with.</param>
public sealed record PossibleText(string Text, double LogProbability);
