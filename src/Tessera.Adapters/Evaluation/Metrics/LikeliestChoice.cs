namespace Tessera.Adapters.Evaluation.Metrics;

/// <summary>Whether the answer is the likeliest of the choices: minimal pairs and multiple choice.</summary>
internal sealed class LikeliestChoice(ChoiceScoring scoring) : IMetric
{
    /// <inheritdoc/>
    public string Name => scoring == ChoiceScoring.Sum ? "choice" : "choice per token";

    /// <inheritdoc/>
    public IReadOnlyList<double> Measure(Examinee examinee, IReadOnlyList<Question> questions, CancellationToken cancellationToken)
    {
        var choices = questions.SelectMany(question => question.Choices(examinee.Texts).Select(choice => (choice, question.Task))).ToList();
        var scores = examinee.Score(choices, cancellationToken);
        var (values, next) = (new double[questions.Count], 0);
        for (var question = 0; question < questions.Count; question++)
        {
            var count = questions[question].Choices(examinee.Texts).Count;
            values[question] = Judge([.. Enumerable.Range(next, count).Select(choice => Score(scores[choice]))]);
            next += count;
        }

        return values;
    }

    /// <summary>Judges the scores of choices, of which the first is right.</summary>
    public static double Judge(IReadOnlyList<double> scores) =>
        scores.Any(double.IsNaN) ? double.NaN
        : scores.Skip(1).All(other => scores[0] > other) ? 1
        : 0;

    // In double precision, so that the order of tokens cannot decide.
    private double Score(float[] tokens) => tokens.Sum(value => (double)value) / (scoring == ChoiceScoring.Sum ? 1 : Math.Max(1, tokens.Length));
}
