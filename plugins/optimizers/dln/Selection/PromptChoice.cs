namespace Tessera.Optimizers.Dln.Selection;

/// <summary>Chooses prompts from the scores of candidates. The current prompts are the first candidates and win ties.</summary>
internal static class PromptChoice
{
    /// <summary>The pair with the largest mean bound less penalties, over all pairs of candidates.</summary>
    /// <param name="tables">The scores.</param>
    /// <param name="hiddenPenalties">What each candidate of the first layer loses.</param>
    /// <param name="answerPenalties">What each candidate of the last layer loses.</param>
    public static Choice Joint(ScoreTables tables, IReadOnlyList<double> hiddenPenalties, IReadOnlyList<double> answerPenalties)
    {
        var values = new double[tables.Hidden.Length, tables.Answers.Length];
        var (best, bestHidden, bestAnswer) = (double.NegativeInfinity, 0, 0);
        for (var hidden = 0; hidden < tables.Hidden.Length; hidden++)
        {
            for (var answer = 0; answer < tables.Answers.Length; answer++)
            {
                var value = values[hidden, answer] = HiddenBound.Mean(tables, hidden, answer) - hiddenPenalties[hidden] - answerPenalties[answer];
                if (value > best) (best, bestHidden, bestAnswer) = (value, hidden, answer);
            }
        }

        // A candidate's score is what it reaches beside the other layer's choice.
        return Make(
            tables, bestHidden, bestAnswer,
            [.. Enumerable.Range(0, tables.Hidden.Length).Select(hidden => values[hidden, bestAnswer])],
            [.. Enumerable.Range(0, tables.Answers.Length).Select(answer => values[bestHidden, answer])]);
    }

    /// <summary>Each layer's candidate by itself, by its expected log-probability under given weights, less penalties.</summary>
    /// <param name="tables">The scores.</param>
    /// <param name="weights">By example and text, from the current prompts.</param>
    /// <param name="hiddenPenalties">What each candidate of the first layer loses.</param>
    /// <param name="answerPenalties">What each candidate of the last layer loses.</param>
    public static Choice Factored(ScoreTables tables, double[][] weights, IReadOnlyList<double> hiddenPenalties, IReadOnlyList<double> answerPenalties)
    {
        var hidden = Expected(tables.Hidden, weights, hiddenPenalties);
        var answers = Expected(tables.Answers, weights, answerPenalties);
        return Make(tables, IndexOfLargest(hidden), IndexOfLargest(answers), hidden, answers);
    }

    /// <summary>The index of the largest number, the first of equals; NaN is never the largest.</summary>
    public static int IndexOfLargest(IReadOnlyList<double> scores)
    {
        var largest = 0;
        for (var i = 1; i < scores.Count; i++)
        {
            if (scores[i] > scores[largest] || double.IsNaN(scores[largest])) largest = i;
        }

        return largest;
    }

    /// <summary>Σ_h w(h) score(h) for one example.</summary>
    public static double Expected(double[] scores, double[] weights)
    {
        var sum = 0.0;
        for (var text = 0; text < scores.Length; text++) sum += weights[text] > 0 ? weights[text] * scores[text] : 0;
        return sum;
    }

    private static double[] Expected(double[][][] scores, double[][] weights, IReadOnlyList<double> penalties) =>
        [.. scores.Select((rows, candidate) => rows.Zip(weights, Expected).Average() - penalties[candidate])];

    private static Choice Make(ScoreTables tables, int hidden, int answer, double[] hiddenScores, double[] answerScores) =>
        new([hidden, answer], [hiddenScores, answerScores], HiddenBound.Mean(tables, hidden, answer));
}
