namespace Tessera.Sdk.Language;

/// <summary>A budget around a language model is used up. Whoever catches it keeps what was already paid for.</summary>
/// <param name="message">Which budget, and how much of it was used.</param>
public sealed class BudgetExhaustedException(string message) : Exception(message);
