namespace Tessera.Adapters.Models.Generation;

/// <summary>What a model wrote after a context.</summary>
/// <param name="Tokens">The tokens, without one that ended it; the tokens of a text that ended it are among them.</param>
/// <param name="Text">The text, as it follows the context: up to a text that ended it.</param>
/// <param name="End">Why it ended.</param>
public sealed record GeneratedText(IReadOnlyList<int> Tokens, string Text, GenerationEnd End);
