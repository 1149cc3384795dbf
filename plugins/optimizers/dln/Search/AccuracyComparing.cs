using Tessera.Optimizers.Dln.Hidden;
using Tessera.Optimizers.Dln.Selection;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln.Search;

/// <summary>
/// Compares programs by the mean of 1 − loss of their answers at temperature 0: the last layer's prompts beside the current ones below, then those of the layer below beside
/// what was chosen above. Models that do not score are optimised so.
/// </summary>
internal sealed class AccuracyComparing(OptimizationTask task, CandidatePools pools, ProgramEvaluation programs) : IComparing
{
    private readonly IReadOnlyList<Example> _selection = task.SelectionExamples;

    public bool IsMoving => false;

    public async Task<Comparison> ImproveAsync(SearchState state, CancellationToken cancellationToken)
    {
        // Nothing can be better than no mistake.
        var isPerfect = state.Answers[0].All(answer => answer.Loss == 0);
        var targets = state.Batch.Select(example => new HiddenPath([.. Enumerable.Repeat(example.Target, task.Program.Layers.Count - 1)])).ToList();
        var (candidates, proposed) = await pools.GatherAsync(state, isPerfect, targets, cancellationToken).ConfigureAwait(false);

        var chosen = state.Parents[0];
        var (indices, scores) = (new int[candidates.Count], new IReadOnlyList<double>[candidates.Count]);
        for (var layer = candidates.Count - 1; layer >= 0; layer--)
        {
            var (at, around) = (layer, chosen);
            var tried = candidates[layer].Select(candidate => new Combination([.. around.Prompts.Select((prompt, index) => index == at ? candidate : prompt)])).ToList();
            scores[layer] = await ScoreAsync(tried, state.Batch, cancellationToken).ConfigureAwait(false);
            indices[layer] = PromptChoice.IndexOfLargest(scores[layer]);
            chosen = tried[indices[layer]];
        }

        return new Comparison(candidates, new Choice(indices, scores, scores[0][indices[0]]), proposed, new Dictionary<string, double>());
    }

    public Task<IReadOnlyList<double>> RateAsync(IReadOnlyList<Combination> programs, CancellationToken cancellationToken) => ScoreAsync(programs, _selection, cancellationToken);

    private async Task<IReadOnlyList<double>> ScoreAsync(IReadOnlyList<Combination> tried, IReadOnlyList<Example> examples, CancellationToken cancellationToken)
    {
        var answers = await programs.AnswerAsync([.. tried.Select(combination => combination.In(task.Program))], examples, cancellationToken).ConfigureAwait(false);
        return [.. answers.Select(row => row.Average(answer => 1 - answer.Loss))];
    }
}
