using Tessera.Optimizers.Search;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Dln.Search;

/// <summary>One search: what is known so far, and how it goes on.</summary>
internal sealed class PromptSearch
{
    private readonly DlnOptions _options;
    private readonly OptimizationTask _task;
    private readonly ProgramEvaluation _programs;
    private readonly IReadOnlyList<KnownPrompts> _known;
    private readonly IComparing _comparing;
    private readonly Ratings _ratings;

    public PromptSearch(DlnOptions options, OptimizationTask task)
    {
        (_options, _task) = (options, task);
        _programs = new ProgramEvaluation(task.Forward, task.Templates, task.Loss);
        _known = [.. task.Program.Layers.Select(_ => new KnownPrompts())];
        var pools = new CandidatePools(options, task, _known);
        _comparing = options.Scoring == PromptScoring.Accuracy ? new AccuracyComparing(task, pools, _programs) : new LikelihoodComparing(options, task, pools, _programs);
        _ratings = new Ratings(_comparing, options.Memory + 1);
    }

    public async Task<OptimizationResult> RunAsync(CancellationToken cancellationToken)
    {
        var current = new Combination([.. _task.Program.Layers.Zip(_known, (layer, known) => known.Know(new Candidate(layer.Prompt, Parent: null)))]);
        var iteration = 0;
        try
        {
            await _ratings.RateAsync(current, cancellationToken).ConfigureAwait(false);
            for (var (best, since) = (current, 0); iteration < _options.Iterations; iteration++)
            {
                current = await ImproveAsync(iteration, current, cancellationToken).ConfigureAwait(false);
                (best, since) = _ratings.Best.First().Program is var found && found.Equals(best) ? (best, since + 1) : (found, 0);
                if (since < _options.Tolerance || _options.Tolerance is null) continue;
                (current, since) = (best, 0);
            }

            return Result(iteration, budgetExhausted: false);
        }
        catch (BudgetExhaustedException)
        {
            return Result(iteration, budgetExhausted: true);
        }
    }

    private async Task<Combination> ImproveAsync(int iteration, Combination current, CancellationToken cancellationToken)
    {
        var seed = _task.Seed.Derive("iteration", iteration);
        var batch = Draw(seed.Derive("batch"));
        var parents = new List<Combination> { current };
        parents.AddRange(_ratings.Best.Select(rated => rated.Program).Where(program => !program.Equals(current)).Take(_options.Memory));
        var answers = await _programs.AnswerAsync(parents.ConvertAll(parent => parent.In(_task.Program)), batch, cancellationToken).ConfigureAwait(false);
        var comparison = await _comparing.ImproveAsync(new SearchState(iteration, seed, batch, parents, answers), cancellationToken).ConfigureAwait(false);
        Record(iteration, comparison);
        var selectionScore = await _ratings.RateAsync(comparison.Chosen, cancellationToken).ConfigureAwait(false);
        _task.Trace.Record(iteration, new Dictionary<string, double>(comparison.Numbers)
        {
            ["batchScore"] = comparison.Choice.Score,
            ["selectionScore"] = selectionScore,
            ["bestScore"] = _ratings.Best.First().Score,
            ["errors"] = answers[0].Count(answer => answer.Loss > 0),
            ["proposed"] = comparison.Proposed,
            ["distinct"] = comparison.Pools.Sum(pool => pool.Count),
        });
        return comparison.Chosen;
    }

    private void Record(int iteration, Comparison comparison)
    {
        foreach (var (layer, pool) in comparison.Pools.Index())
        {
            foreach (var (index, candidate) in pool.Index())
                _task.Trace.Record(new PromptCandidate(iteration, layer, candidate.Prompt, candidate.Parent, comparison.Choice.Scores[layer][index], index == comparison.Choice.Indices[layer]));
        }
    }

    private IReadOnlyList<Example> Draw(Seed seed)
    {
        // Who races is judged by the first examples: not by the same ones each time.
        if (_options.BatchSize >= _task.Training.Count && !_options.Racing) return _task.Training;
        var indices = Enumerable.Range(0, _task.Training.Count).ToArray();
        seed.CreateRandom().Shuffle(indices);
        return [.. indices.Take(_options.BatchSize).Select(index => _task.Training[index])];
    }

    private OptimizationResult Result(int iterations, bool budgetExhausted)
    {
        if (!_ratings.Any) return new OptimizationResult(_task.Program, double.NaN, double.NaN, iterations, budgetExhausted);
        var best = _ratings.Best.First();
        return new OptimizationResult(best.Program.In(_task.Program), best.Score, _ratings.InitialScore, iterations, budgetExhausted);
    }
}
