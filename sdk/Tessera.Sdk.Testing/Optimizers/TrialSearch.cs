using Tessera.Sdk.Prompts;
using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Optimizers;

/// <summary>A search that ended.</summary>
/// <param name="Result">What was found.</param>
/// <param name="Trace">What was tried.</param>
/// <param name="Requests">How often the models were asked.</param>
internal sealed record TrialSearch(OptimizationResult Result, TrialTrace Trace, int Requests)
{
    public IEnumerable<string> Prompts => Result.Program.Layers.Select(layer => layer.Prompt);

    /// <summary>Everything that came of it, as text.</summary>
    public string Text => ComparableText.Of(new
    {
        Prompts, Result.Score, Result.InitialScore, Result.Iterations, Result.BudgetExhausted, Trace.Candidates,
        Numbers = Trace.Numbers.Select(numbers => new { numbers.Iteration, Values = numbers.Values.OrderBy(value => value.Key, StringComparer.Ordinal) }),
    });

    /// <summary>What is wrong with the scores, whatever the task.</summary>
    public string? FindScoreFault() =>
        !double.IsFinite(Result.Score) || !double.IsFinite(Result.InitialScore) ? FormattableString.Invariant($"the score is {Result.Score}, and was {Result.InitialScore}; both are numbers, -10000 where an answer is impossible.")
        : Result.Score < Result.InitialScore ? FormattableString.Invariant($"the result scores {Result.Score:g6}, and the program given {Result.InitialScore:g6}. Let the program given compete, and return the best.")
        : null;
}
