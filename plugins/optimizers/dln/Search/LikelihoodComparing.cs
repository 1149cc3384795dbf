using Tessera.Optimizers.Dln.Hidden;
using Tessera.Optimizers.Dln.Selection;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln.Search;

/// <summary>
/// Compares programs by how probable they make the wanted answers: one layer exactly, more of them by a lower bound on sampled hidden paths
/// (Algorithms 1 to 3 of arXiv 2306.12509).
/// </summary>
internal sealed class LikelihoodComparing : IComparing
{
    private readonly DlnOptions _options;
    private readonly OptimizationTask _task;
    private readonly CandidatePools _pools;
    private readonly ProgramEvaluation _programs;
    private readonly HiddenSupports _supports;
    private readonly HiddenGathering _hidden;
    private readonly CandidateScores _scores;
    private readonly CandidateRace _race;
    private readonly PromptPenalties _penalties;
    private readonly ExactLikelihood? _truth;

    public LikelihoodComparing(DlnOptions options, OptimizationTask task, CandidatePools pools, ProgramEvaluation programs)
    {
        (_options, _task, _pools, _programs) = (options, task, pools, programs);
        var layers = new LayerEvaluation(task.Forward, task.Templates, task.Loss);
        _supports = new HiddenSupports(options.Hidden.Samples + options.Hidden.Kept);
        _hidden = new HiddenGathering(options.Hidden, task, layers, _supports);
        _scores = new CandidateScores(options.Hidden.Likelihood, task.Program, layers);
        _race = new CandidateRace(options.Racing);
        _penalties = new PromptPenalties(options, task, layers, _scores);
        _truth = task.Forward.Exact is { } exact ? new ExactLikelihood(exact, task) : null;
    }

    public bool IsMoving => HiddenLayers > 0;

    private int HiddenLayers => _task.Program.Layers.Count - 1;

    private IReadOnlyList<int> Current => new int[_task.Program.Layers.Count];

    public async Task<Comparison> ImproveAsync(SearchState state, CancellationToken cancellationToken)
    {
        var all = await _hidden.GatherAsync(state, cancellationToken).ConfigureAwait(false);
        var before = await ScoreNowAsync(state, all, cancellationToken).ConfigureAwait(false);
        var weights = WeightsOf(before);
        var targets = all.Paths.Zip(weights, (paths, row) => paths[PromptChoice.IndexOfLargest(row)]).ToList();
        var (pools, proposed) = await _pools.GatherAsync(state, isDone: false, targets, cancellationToken).ConfigureAwait(false);
        var prompts = pools.Select(pool => (IReadOnlyList<string>)[.. pool.Select(candidate => candidate.Prompt)]).ToList();

        var kept = all.Without(weights, _options.Hidden.Prune);
        var paths = await _hidden.WidenAsync(kept, state, [.. prompts.SkipLast(1).Select(layer => layer.Skip(1).ToList())], cancellationToken).ConfigureAwait(false);
        var left = WeightsOf(await ScoreNowAsync(state, paths, cancellationToken).ConfigureAwait(false));
        var (races, penalties) = (new List<RaceResult>(), new List<IReadOnlyList<double>>());
        for (var layer = 0; layer < prompts.Count; layer++) races.Add(await RaceAsync(layer, prompts[layer], state, paths, left, cancellationToken).ConfigureAwait(false));
        for (var layer = 0; layer < prompts.Count; layer++) penalties.Add(await _penalties.ForAsync(layer, races[layer].Pick(prompts[layer]), state, cancellationToken).ConfigureAwait(false));

        var tables = new ScoreTables(races.ConvertAll(race => race.Scores), paths.Offsets);
        var choice = _options.Selection == PromptSelection.Joint ? PromptChoice.Joint(tables, penalties) : PromptChoice.Factored(tables, left, penalties);
        Remember(state.Batch, paths, tables, choice.Indices);
        var numbers = Numbers(before, weights, all, kept, races);
        var comparison = new Comparison(pools, Widen(choice, races), proposed, numbers);
        if (_truth is not null && await _truth.MeanAsync(comparison.Chosen.In(_task.Program), state.Batch, cancellationToken).ConfigureAwait(false) is { } truth)
            (numbers["logLikelihood"], numbers["gap"]) = (truth, truth - choice.Score);
        return comparison;
    }

    public async Task<IReadOnlyList<double>> RateAsync(IReadOnlyList<Combination> programs, CancellationToken cancellationToken)
    {
        var examples = _task.SelectionExamples;
        if (IsMoving)
        {
            var answers = await _programs.AnswerAsync([.. programs.Select(program => program.In(_task.Program))], examples, cancellationToken).ConfigureAwait(false);
            foreach (var (row, example) in examples.Index()) _supports.Add(example, answers.Select(answer => new HiddenPath(answer[row].Hidden)).Where(path => path.IsWhole));
        }

        var paths = new BatchPaths([.. examples.Select(KnownOf)]);
        var prompts = Current.Select((_, layer) => programs.Select(program => program.Prompts[layer].Prompt).Distinct().ToList()).ToList();
        var layers = new List<double[][][]>();
        for (var layer = 0; layer < prompts.Count; layer++) layers.Add(await _scores.ScoreAsync(layer, prompts[layer], examples, paths.Paths, cancellationToken).ConfigureAwait(false));

        var tables = new ScoreTables(layers, paths.Offsets);
        var indices = programs.Select(program => program.Prompts.Select((prompt, layer) => prompts[layer].IndexOf(prompt.Prompt)).ToList()).ToList();
        var scores = indices.ConvertAll(own => HiddenBound.Mean(tables, own));
        Remember(examples, paths, tables, indices[PromptChoice.IndexOfLargest(scores)]);
        return scores;
    }

    private async Task<ScoreTables> ScoreNowAsync(SearchState state, BatchPaths paths, CancellationToken cancellationToken)
    {
        var layers = new List<double[][][]>();
        foreach (var (layer, prompt) in state.Parents[0].Prompts.Index())
            layers.Add(await _scores.ScoreAsync(layer, [prompt.Prompt], state.Batch, paths.Paths, cancellationToken).ConfigureAwait(false));
        return new ScoreTables(layers, paths.Offsets);
    }

    private Task<RaceResult> RaceAsync(int layer, IReadOnlyList<string> prompts, SearchState state, BatchPaths paths, double[][] weights, CancellationToken cancellationToken) =>
        _race.RunAsync(prompts, state.Batch, paths, weights, (running, examples, hidden, token) => _scores.ScoreAsync(layer, running, examples, hidden, token), cancellationToken);

    private IReadOnlyList<HiddenPath> KnownOf(Example example) =>
        IsMoving && _supports.Of(example) is { Count: > 0 } known ? known : [new HiddenPath([.. Enumerable.Repeat("", HiddenLayers)])];

    private double[][] WeightsOf(ScoreTables tables) =>
        [.. Enumerable.Range(0, tables.Rows).Select(row => HiddenBound.Weights(tables.Joint(Current, row), _options.Hidden.PosteriorTemperature))];

    private void Remember(IReadOnlyList<Example> batch, BatchPaths paths, ScoreTables tables, IReadOnlyList<int> candidates)
    {
        if (!IsMoving) return;
        foreach (var (row, example) in batch.Index())
        {
            var known = paths.Paths[row].Zip(tables.Joint(candidates, row)).DistinctBy(pair => pair.First).ToList();
            _supports.Keep(example, known.ConvertAll(pair => pair.First), known.ConvertAll(pair => pair.Second));
        }
    }

    /// <summary>The choice in terms of whole pools, those included that fell out of the race.</summary>
    private static Choice Widen(Choice choice, IReadOnlyList<RaceResult> races) => new(
        [.. races.Zip(choice.Indices, (race, index) => race.Survivors[index])], [.. races.Zip(choice.Scores, (race, scores) => race.Spread(scores))], choice.Score);

    private Dictionary<string, double> Numbers(ScoreTables before, double[][] weights, BatchPaths all, BatchPaths kept, IReadOnlyList<RaceResult> races)
    {
        var numbers = new Dictionary<string, double>();
        if (IsMoving)
        {
            numbers["boundBefore"] = HiddenBound.Mean(before, Current);
            numbers["effectiveSampleSize"] = weights.Average(row => HiddenBound.EffectiveSampleSize(row));
            numbers["entropy"] = weights.Average(row => HiddenBound.Entropy(row));
            numbers["hiddenTexts"] = all.Paths.Average(row => row.Distinct().Count());
            if (_options.Hidden.Prune > 0) numbers["pruned"] = all.Paths.Sum(row => row.Count) - kept.Paths.Sum(row => row.Count);
        }

        if (_options.Racing) numbers["scoresSaved"] = races.Sum(race => race.Saved);
        return numbers;
    }
}
