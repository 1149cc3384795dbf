using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Search;

/// <summary>Rates prompts on the examples by which the best is chosen, and knows the best so far, whenever a budget ends the search.</summary>
internal sealed class PromptSelection(PromptScores scores, OptimizationTask task)
{
    private readonly Dictionary<string, double> _scores = new(PromptText.Comparer);
    private RatedPrompt? _best;

    /// <summary>The prompt given: it competes first, and wins ties.</summary>
    public Candidate Given { get; } = new(task.Program.Layers[0].Prompt, Parent: null);

    public IReadOnlyList<Example> Examples { get; } = task.SelectionExamples;

    /// <summary>The best so far; of equals, the one rated first.</summary>
    public RatedPrompt Best => _best ?? throw new InvalidOperationException("Nothing has been rated yet.");

    /// <summary>Rates the prompt given, and then iterates.</summary>
    /// <param name="iterations">How often at most.</param>
    /// <param name="iterateAsync">Does one iteration, numbered from 0; says whether to go on.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public async Task<OptimizationResult> RunAsync(int iterations, Func<int, Task<bool>> iterateAsync, CancellationToken cancellationToken)
    {
        var done = 0;
        try
        {
            await RateAsync(Given, cancellationToken).ConfigureAwait(false);
            for (var goesOn = true; goesOn && done < iterations; done++) goesOn = await iterateAsync(done).ConfigureAwait(false);
            return Result(done, budgetExhausted: false);
        }
        catch (BudgetExhaustedException)
        {
            return Result(done, budgetExhausted: true);
        }
    }

    /// <summary>The score of a prompt, which is asked for once.</summary>
    public async Task<double> RateAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        if (_scores.TryGetValue(candidate.Prompt, out var known)) return known;
        var score = (await scores.ScoreAsync([candidate.Prompt], Examples, cancellationToken).ConfigureAwait(false))[0];
        _scores.Add(candidate.Prompt, score);
        if (_best is null || score > _best.Score) _best = new RatedPrompt(candidate, score);
        return score;
    }

    private OptimizationResult Result(int iterations, bool budgetExhausted) => _best is null
        ? new OptimizationResult(task.Program, double.NaN, double.NaN, iterations, budgetExhausted)
        : new OptimizationResult(task.Program.WithPrompt(0, _best.Candidate.Prompt), _best.Score, _scores[Given.Prompt], iterations, budgetExhausted);
}
