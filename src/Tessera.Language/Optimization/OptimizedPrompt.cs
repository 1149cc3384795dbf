namespace Tessera.Language.Optimization;

/// <summary>What <c>step/optimize-prompt</c> hands over.</summary>
/// <param name="Prompt">The best prompt.</param>
/// <param name="Score">Its score, as the optimizer measures it; larger is better; null when the budget did not reach.</param>
/// <param name="InitialScore">The score of the prompt given; null when the budget did not reach.</param>
/// <param name="Iterations">How many iterations were done.</param>
/// <param name="BudgetExhausted">Whether the budget ended the search.</param>
/// <param name="Calls">How many requests were made.</param>
/// <param name="InputTokens">How many tokens were read.</param>
/// <param name="OutputTokens">How many tokens were written.</param>
/// <param name="AccuracyBefore">The mean of 1 − loss with the prompt given, from 0 to 1; null when the budget did not reach.</param>
/// <param name="AccuracyAfter">The mean of 1 − loss with the best prompt; null when the budget did not reach.</param>
public sealed record OptimizedPrompt(
    string Prompt,
    double? Score,
    double? InitialScore,
    int Iterations,
    bool BudgetExhausted,
    long Calls,
    long InputTokens,
    long OutputTokens,
    double? AccuracyBefore,
    double? AccuracyAfter);
