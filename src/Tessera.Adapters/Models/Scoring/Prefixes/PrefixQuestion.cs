namespace Tessera.Adapters.Models.Scoring.Prefixes;

/// <summary>How probable is a token after another one?</summary>
/// <param name="Place">The place of the token before.</param>
/// <param name="Token">The token that is asked for.</param>
/// <param name="Continuation">The continuation that it belongs to.</param>
internal readonly record struct PrefixQuestion(int Place, int Token, int Continuation);
