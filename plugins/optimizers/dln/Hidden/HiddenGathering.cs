using Tessera.Optimizers.Dln.Search;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln.Hidden;

/// <summary>Gathers the hidden texts of a batch: drawn ones, the parents' own outputs and remembered ones, or the drawn ones alone where samples are weighed.</summary>
internal sealed class HiddenGathering(HiddenOptions options, OptimizationTask task, LayerEvaluation layers, HiddenSupports supports)
{
    // A program of one layer has nothing hidden; this stands for it, with probability 1.
    private static readonly IReadOnlyList<string> Nothing = [""];

    private readonly HiddenSampler _sampler = new(options, task, layers);

    public async Task<BatchTexts> GatherAsync(SearchState state, CancellationToken cancellationToken)
    {
        if (task.Program.Layers.Count == 1) return new BatchTexts([.. state.Batch.Select(_ => Nothing)], [.. state.Batch.Select(_ => new double[1])]);
        var program = state.Parents[0].In(task.Program);
        var drawn = await _sampler.DrawAsync(program, state.Batch, state.Answers[0], state.Seed, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<IReadOnlyList<string>> texts = [.. state.Batch.Index().Select(row => TextsOf(state, row.Index, drawn[row.Index]))];
        var offsets = options.Weighting == HiddenWeighting.Importance
            ? await ImportanceAsync(state, program, texts, cancellationToken).ConfigureAwait(false)
            : [.. texts.Select(row => new double[row.Count])];
        return new BatchTexts(texts, offsets);
    }

    /// <summary>Adds what candidates of the first layer would write.</summary>
    /// <param name="texts">What was gathered.</param>
    /// <param name="state">The current program and its batch.</param>
    /// <param name="prompts">The candidates, without the current prompt.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public async Task<BatchTexts> WidenAsync(BatchTexts texts, SearchState state, IReadOnlyList<string> prompts, CancellationToken cancellationToken)
    {
        if (task.Program.Layers.Count == 1 || options.Weighting != HiddenWeighting.Support) return texts;
        var drawn = await _sampler.DrawAsAsync(state.Parents[0].In(task.Program), prompts, state.Batch, state.Seed, cancellationToken).ConfigureAwait(false);
        var all = texts.Texts.Zip(drawn, (known, more) => (IReadOnlyList<string>)[.. known.Concat(more).Distinct(StringComparer.Ordinal)]).ToList();
        return new BatchTexts(all, [.. all.Select(row => new double[row.Count])]);
    }

    private List<string> TextsOf(SearchState state, int row, IReadOnlyList<DrawnHidden> drawn)
    {
        var texts = drawn.Select(text => text.Text);
        if (options.Weighting == HiddenWeighting.Support)
        {
            var own = state.Answers.Select(answers => answers[row].Hidden[0]).Where(text => text.Length > 0);
            texts = own.Concat(texts).Concat(supports.Of(state.Batch[row]).Take(options.Kept)).Distinct(StringComparer.Ordinal);
        }

        // A layer that writes nothing has said so.
        return texts.ToList() is { Count: > 0 } found ? found : [state.Answers[0][row].Hidden[0]];
    }

    /// <summary>−log(K q(h)): q is the mixture of all ways of asking, whichever of them a text was drawn by.</summary>
    private async Task<double[][]> ImportanceAsync(SearchState state, PromptProgram program, IReadOnlyList<IReadOnlyList<string>> texts, CancellationToken cancellationToken)
    {
        var mixtures = state.Batch.Index().Select(row => _sampler.MixtureOf(program, row.Item, state.Answers[0][row.Index])).ToList();
        var requests = texts.Index().SelectMany(row => row.Item.SelectMany(text => mixtures[row.Index].Select(context => new ScoreRequest(context, CandidateScores.Ended(program, text))))).ToList();
        var scores = (await task.Backward.ScoreAsync(requests, cancellationToken).ConfigureAwait(false)).RequireOneEach(requests.Count, task.Backward.Identity);
        var next = 0;
        return [.. texts.Select((row, index) => row.Select(_ =>
        {
            var densities = mixtures[index].Select(_ => scores[next++].LogProbability).ToArray();
            return Math.Log(densities.Length) - LogSpace.Sum(densities) - Math.Log(row.Count);
        }).ToArray())];
    }
}
