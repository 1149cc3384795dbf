using Tessera.Optimizers.Search;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.ZeroShot;

/// <summary>One measurement of the prompt given.</summary>
internal sealed class Measurement(PromptScoring scoring, OptimizationTask task)
{
    private readonly PromptSelection _selection = new(new PromptScores(scoring, task), task);

    public Task<OptimizationResult> RunAsync(CancellationToken cancellationToken) => _selection.RunAsync(1, async iteration =>
    {
        var (given, score) = _selection.Best;
        task.Trace.Record(new PromptCandidate(iteration, Layer: 0, given.Prompt, given.Parent, score, Chosen: true));
        task.Trace.Record(iteration, new Dictionary<string, double>
        {
            ["selectionScore"] = score,
            ["accuracy"] = scoring == PromptScoring.Accuracy ? score : await MeasureAccuracyAsync(given.Prompt, cancellationToken).ConfigureAwait(false),
        });
        return true;
    }, cancellationToken);

    private async Task<double> MeasureAccuracyAsync(string prompt, CancellationToken cancellationToken) =>
        (await new PromptScores(PromptScoring.Accuracy, task).ScoreAsync([prompt], _selection.Examples, cancellationToken).ConfigureAwait(false))[0];
}
