namespace Tessera.Adapters.Models.Generation;

/// <summary>What a model wrote after a context.</summary>
/// <param name="Tokens">The tokens, without one that ended it; the tokens of a text that ended it are among them.</param>
/// <param name="Text">The text, as it follows the context: up to a text that ended it.</param>
/// <param name="End">Why it ended.</param>
/// <param name="LogProbability">
/// The natural logarithm of the probability of the text's tokens at temperature 1, all tokens counted, without what ended it; null where a
/// text that ended it begins within a token.
/// </param>
public sealed record GeneratedText(IReadOnlyList<int> Tokens, string Text, GenerationEnd End, double? LogProbability);
