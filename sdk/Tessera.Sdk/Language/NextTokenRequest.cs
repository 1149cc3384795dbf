namespace Tessera.Sdk.Language;

/// <summary>A context whose next token is asked for.</summary>
/// <param name="Context">The context.</param>
/// <param name="Count">How many of the most probable tokens to give.</param>
public sealed record NextTokenRequest(string Context, int Count);
