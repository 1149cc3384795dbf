using Tessera.Optimizers.Dln.Search;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln.Hidden;

/// <summary>Gathers the hidden paths of a batch: drawn ones, the parents' own outputs and remembered ones, or the drawn ones alone where samples are weighed.</summary>
internal sealed class HiddenGathering(HiddenOptions options, OptimizationTask task, LayerEvaluation layers, HiddenSupports supports)
{
    // A program of one layer has nothing hidden: one path without a text, with probability 1.
    private static readonly IReadOnlyList<HiddenPath> Nothing = [new([])];

    private readonly HiddenSampler _sampler = new(options, task, layers);

    private int HiddenLayers => task.Program.Layers.Count - 1;

    public async Task<BatchPaths> GatherAsync(SearchState state, CancellationToken cancellationToken)
    {
        if (HiddenLayers == 0) return new BatchPaths([.. state.Batch.Select(_ => Nothing)]);
        var program = state.Parents[0].In(task.Program);
        var drawn = await _sampler.DrawAsync(program, state.Batch, state.Answers[0], state.Seed, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<IReadOnlyList<HiddenPath>> paths = [.. state.Batch.Index().Select(row => PathsOf(state, row.Index, drawn[row.Index]))];
        return options.Weighting == HiddenWeighting.Importance
            ? new BatchPaths(paths, await ImportanceAsync(state, program, paths, cancellationToken).ConfigureAwait(false))
            : new BatchPaths(paths);
    }

    /// <summary>Adds what candidates of the layers but the last would write.</summary>
    /// <param name="paths">What was gathered.</param>
    /// <param name="state">The current program and its batch.</param>
    /// <param name="prompts">For each layer but the last its candidates, without the current prompt.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public async Task<BatchPaths> WidenAsync(BatchPaths paths, SearchState state, IReadOnlyList<IReadOnlyList<string>> prompts, CancellationToken cancellationToken)
    {
        if (HiddenLayers == 0 || options.Weighting != HiddenWeighting.Support) return paths;
        var drawn = await _sampler.DrawAsAsync(state.Parents[0].In(task.Program), prompts, state.Batch, state.Seed, cancellationToken).ConfigureAwait(false);
        return new BatchPaths([.. paths.Paths.Zip(drawn, (known, more) => (IReadOnlyList<HiddenPath>)[.. known.Concat(more).Distinct()])]);
    }

    private List<HiddenPath> PathsOf(SearchState state, int row, IReadOnlyList<HiddenPath> drawn)
    {
        var paths = drawn.AsEnumerable();
        if (options.Weighting == HiddenWeighting.Support)
        {
            var own = state.Answers.Select(answers => new HiddenPath(answers[row].Hidden)).Where(path => path.IsWhole);
            paths = own.Concat(paths).Concat(supports.Of(state.Batch[row]).Take(options.Kept)).Distinct();
        }

        // A layer that writes nothing has said so.
        return paths.ToList() is { Count: > 0 } found ? found : [new HiddenPath(state.Answers[0][row].Hidden)];
    }

    /// <summary>−log(K q(h)): q is the mixture of all ways of asking, whichever of them a path was drawn by.</summary>
    private async Task<double[][]> ImportanceAsync(SearchState state, PromptProgram program, IReadOnlyList<IReadOnlyList<HiddenPath>> paths, CancellationToken cancellationToken)
    {
        var requests = paths.Index().SelectMany(row => row.Item.SelectMany(path => Enumerable.Range(0, HiddenLayers).SelectMany(layer => _sampler
            .WaysOf(program, layer, state.Batch[row.Index], path.Below(layer), state.Answers[0][row.Index])
            .Select(context => new ScoreRequest(context, CandidateScores.Ended(program.Layers[layer], path.Texts[layer])))))).ToList();
        var scores = (await task.Backward.ScoreAsync(requests, cancellationToken).ConfigureAwait(false)).RequireOneEach(requests.Count, task.Backward.Identity);
        var next = 0;
        return [.. paths.Select(row => row.Select(_ =>
        {
            // A path keeps to one way of asking in all its layers.
            var densities = new double[options.Samples];
            for (var layer = 0; layer < HiddenLayers; layer++)
            {
                for (var way = 0; way < densities.Length; way++) densities[way] += scores[next++].LogProbability;
            }

            return Math.Log(densities.Length) - LogSpace.Sum(densities) - Math.Log(row.Count);
        }).ToArray())];
    }
}
