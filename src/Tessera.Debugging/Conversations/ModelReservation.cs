namespace Tessera.Debugging.Conversations;

/// <summary>The most that a question may use.</summary>
/// <param name="Tokens">Tokens read and written.</param>
/// <param name="Cost">The price.</param>
internal readonly record struct ModelReservation(long Tokens, decimal Cost);
