using Tessera.Optimizers.Search;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Ape;

/// <summary>One search: what was kept so far, and how it goes on.</summary>
internal sealed class ApeSearch
{
    private readonly ApeOptions _options;
    private readonly OptimizationTask _task;
    private readonly PromptSelection _selection;
    private readonly CandidatePool _pool;
    private readonly InstructionWriter _writer;
    private IReadOnlyList<RatedPrompt> _kept = [];

    public ApeSearch(ApeOptions options, OptimizationTask task)
    {
        var scores = new PromptScores(options.Scoring, task);
        (_options, _task) = (options, task);
        _selection = new PromptSelection(scores, task);
        _pool = new CandidatePool(scores, task.TrainingSample(options.SampleSize));
        _writer = new InstructionWriter(options, task);
    }

    public Task<OptimizationResult> RunAsync(CancellationToken cancellationToken) =>
        _selection.RunAsync(1 + _options.Rounds, round => SearchAsync(round, cancellationToken), cancellationToken);

    private async Task<bool> SearchAsync(int round, CancellationToken cancellationToken)
    {
        var seed = _task.Seed.Derive("round", round);
        var proposed = round == 0
            ? await _writer.InduceAsync(seed, cancellationToken).ConfigureAwait(false)
            : await _writer.VaryAsync([.. _kept.Select(kept => kept.Candidate.Prompt)], seed, cancellationToken).ConfigureAwait(false);
        var added = await _pool.AddAsync(proposed.Prepend(_selection.Given), cancellationToken).ConfigureAwait(false);
        var competing = _kept.Concat(added).ToList();
        _kept = [.. _pool.BestFirst.Take(Math.Max(1, (int)Math.Round(_options.Keep * _options.Candidates)))];
        foreach (var rated in competing)
            _task.Trace.Record(new PromptCandidate(round, Layer: 0, rated.Candidate.Prompt, rated.Candidate.Parent, rated.Score, _kept.Contains(rated)));
        _task.Trace.Record(round, new Dictionary<string, double>
        {
            ["sampleScore"] = _kept[0].Score,
            ["selectionScore"] = await SelectAsync(cancellationToken).ConfigureAwait(false),
            ["bestScore"] = _selection.Best.Score,
            ["proposed"] = proposed.Count,
            ["distinct"] = added.Count,
        });
        return true;
    }

    // One after another, the likeliest first: when the budget ends in between, what was rated counts.
    private async Task<double> SelectAsync(CancellationToken cancellationToken)
    {
        var best = double.NegativeInfinity;
        foreach (var rated in _kept) best = Math.Max(best, await _selection.RateAsync(rated.Candidate, cancellationToken).ConfigureAwait(false));
        return best;
    }
}
