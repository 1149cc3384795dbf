using Tessera.Adapters.Models.Generation;
using Tessera.Adapters.Tasks;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Evaluation.Metrics;

/// <summary>Finds the metric by which a task is judged.</summary>
/// <param name="kind">What is asked for.</param>
/// <param name="scoring">What makes an answer the model's choice.</param>
/// <param name="writing">How the model writes.</param>
internal sealed class MetricChoice(MetricKind kind, ChoiceScoring scoring, GenerationOptions writing)
{
    private const int MostWordsToMatch = 3;

    private readonly LikeliestChoice _choice = new(scoring);
    private readonly WrittenAnswer _match = new("exact match", writing, ExactMatch.Of);
    private readonly WrittenAnswer _rouge = new("Rouge-L", writing, RougeL.Of);

    /// <summary>Finds it.</summary>
    /// <exception cref="TesseraException">TESS5532: answers are to be chosen, and an example has no wrong ones.</exception>
    public IMetric For(string task, IReadOnlyList<TaskExample> examples)
    {
        var without = examples.Count(example => example.Others.Count == 0);
        return kind switch
        {
            MetricKind.ExactMatch => _match,
            MetricKind.RougeL => _rouge,
            _ when without == 0 => _choice,
            MetricKind.Choice => throw new TesseraException(Diagnostic.Error(
                "TESS5532", $"Answers are to be chosen, and {without} of the {examples.Count} examples of '{task}' have no wrong answers.", remedy: "Set metric to exactMatch or rougeL, or to auto, which asks each task what fits.")),
            _ => examples.All(example => RougeL.Words(example.Answer).Count <= MostWordsToMatch) ? _match : _rouge,
        };
    }
}
