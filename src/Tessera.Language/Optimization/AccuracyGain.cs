using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Language.Optimization;

/// <summary>How right a program's answers are before and after a search.</summary>
/// <param name="Before">The mean of 1 − loss with the program given; null when the budget did not reach.</param>
/// <param name="After">The same with the best program.</param>
/// <param name="Interval">The 95 % interval of the difference; null when the budget did not reach.</param>
internal sealed record AccuracyGain(double? Before, double? After, (double Low, double High)? Interval)
{
    /// <summary>Compares two runs of the same examples.</summary>
    public static AccuracyGain Between(double[]? before, double[]? after, Seed seed) => new(
        before?.Average(), after?.Average(), before is null || after is null ? null : MeanInterval.Of([.. after.Zip(before, (one, other) => one - other)], seed));

    /// <summary>1 − loss of a program's answer to each example; null when the budget does not reach.</summary>
    public static async Task<double[]?> MeasureAsync(OptimizationTask task, PromptProgram program, IReadOnlyList<Example> examples, CancellationToken cancellationToken)
    {
        try
        {
            var answers = await new ProgramEvaluation(task.Forward, task.Templates, task.Loss).AnswerAsync([program], examples, cancellationToken).ConfigureAwait(false);
            return [.. answers[0].Select(answer => 1 - answer.Loss)];
        }
        catch (BudgetExhaustedException)
        {
            return null;
        }
    }
}
