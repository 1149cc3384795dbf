using Tessera.Adapters.Models.Generation;

namespace Tessera.Adapters.Evaluation.Metrics;

/// <summary>Lets the model write, and compares what it wrote with the answer.</summary>
internal sealed class WrittenAnswer(string name, GenerationOptions options, Func<string, string, double> compare) : IMetric
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyList<double> Measure(Examinee examinee, IReadOnlyList<Question> questions, CancellationToken cancellationToken)
    {
        var lost = WithoutNumbers(examinee, questions, cancellationToken);
        var written = examinee.Write([.. questions.Select(question => (question.Example.Prompt, question.Task))], options, cancellationToken);
        return [.. questions.Select((question, index) => lost.Contains(question.Task) ? double.NaN : compare(written[index], question.Example.Answer))];
    }

    // A model whose scores are no numbers writes something nevertheless; one answer of each task tells it.
    private static HashSet<string> WithoutNumbers(Examinee examinee, IReadOnlyList<Question> questions, CancellationToken cancellationToken)
    {
        var firsts = questions.DistinctBy(question => question.Task).Select(question => (question.Choices(examinee.Texts)[0], question.Task)).ToList();
        var scores = examinee.Score(firsts, cancellationToken);
        return [.. firsts.Where((_, index) => scores[index].Any(float.IsNaN)).Select(first => first.Task)];
    }
}
