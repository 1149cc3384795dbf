using Tessera.Optimizers.Search;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Opro;

/// <summary>One search: what is known so far, and how it goes on.</summary>
internal sealed class OproSearch
{
    private readonly OproOptions _options;
    private readonly OptimizationTask _task;
    private readonly PromptSelection _selection;
    private readonly CandidatePool _pool;
    private readonly MetaPrompt _metaPrompt;
    private readonly Proposer _proposer;

    public OproSearch(OproOptions options, OptimizationTask task)
    {
        var scores = new PromptScores(options.Scoring, task);
        (_options, _task) = (options, task);
        _selection = new PromptSelection(scores, task);
        _pool = new CandidatePool(scores, task.TrainingSample(options.SampleSize));
        _metaPrompt = new MetaPrompt(options, task);
        _proposer = new Proposer(task, options.Temperature, options.MaxTokens);
    }

    private RatedPrompt Best => _pool.BestFirst.First();

    // By accuracy, nothing can be better than no mistake.
    private bool IsPerfect => _options.Scoring == PromptScoring.Accuracy && Best.Score == 1;

    public Task<OptimizationResult> RunAsync(CancellationToken cancellationToken) =>
        _selection.RunAsync(_options.Iterations, iteration => ImproveAsync(iteration, cancellationToken), cancellationToken);

    private async Task<bool> ImproveAsync(int iteration, CancellationToken cancellationToken)
    {
        await _pool.AddAsync([_selection.Given], cancellationToken).ConfigureAwait(false);
        var before = Best;
        var proposed = IsPerfect ? [] : await ProposeAsync(_task.Seed.Derive("iteration", iteration), before.Candidate.Prompt, cancellationToken).ConfigureAwait(false);
        var added = await _pool.AddAsync(proposed, cancellationToken).ConfigureAwait(false);
        foreach (var rated in added.Prepend(before))
            _task.Trace.Record(new PromptCandidate(iteration, Layer: 0, rated.Candidate.Prompt, rated.Candidate.Parent, rated.Score, rated == Best));
        var values = new Dictionary<string, double>
        {
            ["sampleScore"] = Best.Score,
            ["selectionScore"] = await _selection.RateAsync(Best.Candidate, cancellationToken).ConfigureAwait(false),
            ["bestScore"] = _selection.Best.Score,
            ["proposed"] = proposed.Count,
            ["distinct"] = added.Count,
        };
        if (added.Count > 0) values["meanScore"] = added.Average(rated => rated.Score);
        _task.Trace.Record(iteration, values);
        return !IsPerfect;
    }

    private Task<IReadOnlyList<Candidate>> ProposeAsync(Seed seed, string parent, CancellationToken cancellationToken)
    {
        var text = _metaPrompt.Render(_pool.BestFirst, seed.Derive("examples"));
        return _proposer.AskAsync([.. Enumerable.Range(0, _options.Proposals).Select(index => new Proposal(text, parent, seed.Derive("proposal", index)))], cancellationToken);
    }
}
