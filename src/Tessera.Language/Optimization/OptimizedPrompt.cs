namespace Tessera.Language.Optimization;

/// <summary>What <c>step/optimize-prompt</c> hands over.</summary>
/// <param name="Prompt">The best prompt; of several layers that of the last.</param>
/// <param name="Prompts">The best prompts of all layers, from input to output.</param>
/// <param name="Program">The file with the best program, which other steps begin with or work by.</param>
/// <param name="Programs">The files with the best programs of all runs, in their order.</param>
/// <param name="Score">Its score, as the optimizer measures it; larger is better; null when the budget did not reach.</param>
/// <param name="InitialScore">The score of the prompt given; null when the budget did not reach.</param>
/// <param name="Iterations">How many iterations were done in all searches.</param>
/// <param name="BudgetExhausted">Whether the budget ended a search.</param>
/// <param name="Calls">How many requests were made.</param>
/// <param name="InputTokens">How many tokens were read.</param>
/// <param name="OutputTokens">How many tokens were written.</param>
/// <param name="AccuracyBefore">The mean of 1 − loss with the prompt given, from 0 to 1; null when the budget did not reach.</param>
/// <param name="AccuracyAfter">The mean of 1 − loss with the best prompt; null when the budget did not reach.</param>
/// <param name="GainLow">The lower end of the 95 % interval of the gain in accuracy, by paired bootstrap over the examples; null when the budget did not reach.</param>
/// <param name="GainHigh">The upper end.</param>
/// <param name="Cost">What was spent, in the currency of the models' prices; null where they name none, or it cost nothing.</param>
public sealed record OptimizedPrompt(
    string Prompt,
    IReadOnlyList<string> Prompts,
    string Program,
    IReadOnlyList<string> Programs,
    double? Score,
    double? InitialScore,
    int Iterations,
    bool BudgetExhausted,
    long Calls,
    long InputTokens,
    long OutputTokens,
    double? AccuracyBefore,
    double? AccuracyAfter,
    double? GainLow,
    double? GainHigh,
    decimal? Cost);
