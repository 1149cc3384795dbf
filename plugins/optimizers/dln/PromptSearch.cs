using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Dln;

/// <summary>One search: what is known so far, and how it goes on.</summary>
internal sealed class PromptSearch(DlnOptions options, OptimizationTask task)
{
    private readonly PromptScores _scores = new(options.Scoring, task);
    private readonly ProposalWriter _proposals = new(options, task);
    private readonly IReadOnlyList<Example> _selection = task.Validation.Count > 0 ? task.Validation : task.Training;
    private readonly List<RatedPrompt> _rated = [];
    private readonly Dictionary<string, Candidate> _known = new(PromptText.Comparer);

    public async Task<OptimizationResult> RunAsync(CancellationToken cancellationToken)
    {
        var current = Know(new Candidate(task.Program.Layers[0].Prompt, Parent: null));
        var iteration = 0;
        try
        {
            await RateAsync(current, cancellationToken).ConfigureAwait(false);
            for (; iteration < options.Iterations; iteration++)
                current = await ImproveAsync(iteration, current, cancellationToken).ConfigureAwait(false);
            return Result(iteration, budgetExhausted: false);
        }
        catch (BudgetExhaustedException)
        {
            return Result(iteration, budgetExhausted: true);
        }
    }

    private async Task<Candidate> ImproveAsync(int iteration, Candidate current, CancellationToken cancellationToken)
    {
        var seed = task.Seed.Derive("iteration", iteration);
        var batch = Draw(seed.Derive("batch"));
        var parents = new List<Candidate> { current };
        parents.AddRange(Best().Select(rated => rated.Candidate).Where(candidate => candidate != current).Take(options.Memory));
        var prompts = parents.ConvertAll(parent => parent.Prompt);
        var answers = await _scores.AnswerAsync(prompts, batch, cancellationToken).ConfigureAwait(false);

        // By accuracy, nothing can be better than no mistake.
        var isPerfect = options.Scoring == PromptScoring.Accuracy && answers[0].All(answer => answer.Loss == 0);
        IReadOnlyList<Candidate> proposed = isPerfect ? [] : await _proposals.ProposeAsync(prompts, answers, batch, seed, cancellationToken).ConfigureAwait(false);
        var pool = parents.Concat(proposed.Select(Know)).Distinct().ToList();
        var scores = await _scores.ScoreAsync(pool.ConvertAll(candidate => candidate.Prompt), batch, cancellationToken).ConfigureAwait(false);
        var chosen = IndexOfLargest(scores);
        for (var i = 0; i < pool.Count; i++)
            task.Trace.Record(new PromptCandidate(iteration, Layer: 0, pool[i].Prompt, pool[i].Parent, scores[i], i == chosen));
        await RateAsync(pool[chosen], cancellationToken).ConfigureAwait(false);
        task.Trace.Record(iteration, new Dictionary<string, double>
        {
            ["batchScore"] = scores[chosen],
            ["selectionScore"] = _rated.First(rated => rated.Candidate == pool[chosen]).Score,
            ["bestScore"] = Best().First().Score,
            ["errors"] = answers[0].Count(answer => answer.Loss > 0),
            ["proposed"] = proposed.Count,
            ["distinct"] = pool.Count,
        });
        return pool[chosen];
    }

    /// <summary>The one known candidate for all prompts that differ in white space alone.</summary>
    private Candidate Know(Candidate candidate) => _known.TryAdd(candidate.Prompt, candidate) ? candidate : _known[candidate.Prompt];

    private async Task RateAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        if (_rated.Any(rated => rated.Candidate == candidate)) return;
        var scores = await _scores.ScoreAsync([candidate.Prompt], _selection, cancellationToken).ConfigureAwait(false);
        _rated.Add(new RatedPrompt(candidate, scores[0]));
    }

    // The sort is stable: of equals, the one found first.
    private IEnumerable<RatedPrompt> Best() => _rated.OrderByDescending(rated => rated.Score);

    private IReadOnlyList<Example> Draw(Seed seed)
    {
        if (options.BatchSize >= task.Training.Count) return task.Training;
        var indices = Enumerable.Range(0, task.Training.Count).ToArray();
        seed.CreateRandom().Shuffle(indices);
        return [.. indices.Take(options.BatchSize).Select(index => task.Training[index])];
    }

    private OptimizationResult Result(int iterations, bool budgetExhausted)
    {
        if (_rated.Count == 0) return new OptimizationResult(task.Program, double.NaN, double.NaN, iterations, budgetExhausted);
        var best = Best().First();
        return new OptimizationResult(task.Program.WithPrompt(0, best.Candidate.Prompt), best.Score, _rated[0].Score, iterations, budgetExhausted);
    }

    private static int IndexOfLargest(IReadOnlyList<double> scores)
    {
        var largest = 0;
        for (var i = 1; i < scores.Count; i++)
        {
            if (scores[i] > scores[largest]) largest = i;
        }

        return largest;
    }
}
