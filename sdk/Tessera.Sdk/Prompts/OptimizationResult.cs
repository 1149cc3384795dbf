namespace Tessera.Sdk.Prompts;

/// <summary>What an optimizer found.</summary>
/// <param name="Program">The best program.</param>
/// <param name="Score">Its score on the data it was chosen by; larger is better.</param>
/// <param name="InitialScore">The score of the program given, on the same data.</param>
/// <param name="Iterations">How many iterations were done.</param>
/// <param name="BudgetExhausted">Whether a budget ended the search.</param>
public sealed record OptimizationResult(
    PromptProgram Program, double Score, double InitialScore, int Iterations, bool BudgetExhausted = false);
