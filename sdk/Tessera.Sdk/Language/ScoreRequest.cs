namespace Tessera.Sdk.Language;

/// <summary>A continuation whose log-probability is asked for.</summary>
/// <param name="Context">What stands before.</param>
/// <param name="Continuation">What is scored, joined to the context as it is.</param>
public sealed record ScoreRequest(string Context, string Continuation);
