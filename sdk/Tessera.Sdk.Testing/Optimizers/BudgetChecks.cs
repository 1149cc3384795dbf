using System.Collections.Concurrent;
using Tessera.Sdk.Language;
using Tessera.Sdk.Testing.Language;
using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Optimizers;

/// <summary>What becomes of a search whose budget is used up.</summary>
internal static class BudgetChecks
{
    private const int Places = 12;

    public static IReadOnlyList<ConformanceCheck<OptimizerTrial>> All { get; } =
    [
        new("CONF-O18", "Begun again with what was answered, a search ends as if it had not been interrupted", async (trial, token) =>
        {
            var expected = await trial.Work.RequireSameAsync(token).ConfigureAwait(false);
            var (forward, backward) = (new ConcurrentDictionary<object, object>(), new ConcurrentDictionary<object, object>());
            var used = 0;
            var limit = Math.Max(1, (await trial.SearchAsync(token).ConfigureAwait(false)).Requests / 2);
            Task Refuse(int before, int now, CancellationToken cancelled) => Interlocked.Add(ref used, now) <= limit ? Task.CompletedTask : throw new BudgetExhaustedException("conformance: interrupted.");
            await trial.SearchAsync(trial.Task(new TrialModel(trial.Forward()) { Memory = forward, OnAsk = Refuse }, new TrialModel(trial.Backward()) { Memory = backward, OnAsk = Refuse }), token).ConfigureAwait(false);
            var again = await trial.SearchAsync(trial.Task(new TrialModel(trial.Forward()) { Memory = forward }, new TrialModel(trial.Backward()) { Memory = backward }), token).ConfigureAwait(false);
            return TextDifference.Find(expected, again.Text, "uninterrupted", "begun again", "Keep nothing of a search that ended but its answers.");
        }),
        new("CONF-O19", "A budget that is used up ends the search with the best so far", (trial, token) => OnBudgetsAsync(trial, (budget, search) =>
        {
            var (result, given) = (search.Result, trial.Options.Program.Layers.Select(layer => layer.Prompt));
            return !result.BudgetExhausted ? $"after {budget} requests the budget was used up, and the result does not say so. Set BudgetExhausted."
                : double.IsNaN(result.Score) ? (search.Prompts.SequenceEqual(given) ? null : "nothing was scored, and another program than the one given was returned.")
                : search.FindScoreFault() is { } fault ? $"after {budget} requests {fault}" : null;
        }, token)),
        new("CONF-O20", "Nothing is asked once the budget is used up", async (trial, token) =>
        {
            foreach (var budget in OptimizerTrial.Spread((await trial.SearchAsync(token).ConfigureAwait(false)).Requests, Places))
            {
                var refused = 0;
                await trial.SearchAsync(trial.Budgeted(budget, () => refused++), token).ConfigureAwait(false);
                // What was asked side by side may be refused side by side.
                if (refused > 2) return $"after {budget} requests the budget was used up, and {refused - 1} more times something was asked. End at the first BudgetExhaustedException.";
            }

            return null;
        }),
        new("CONF-O21", "A larger budget is never worse", async (trial, token) =>
        {
            await trial.Work.RequireSameAsync(token).ConfigureAwait(false);
            var best = double.NegativeInfinity;
            return await OnBudgetsAsync(trial, (budget, search) =>
            {
                var score = search.Result.Score;
                if (double.IsNaN(score) || search.FindScoreFault() is not null) return null;
                if (score < best) return FormattableString.Invariant($"with {budget} requests the result scores {score:g6}; with fewer it scored {best:g6}. Do not let a budget decide what is tried first.");
                best = score;
                return null;
            }, token).ConfigureAwait(false);
        }),
    ];

    private static async Task<string?> OnBudgetsAsync(OptimizerTrial trial, Func<int, TrialSearch, string?> find, CancellationToken token)
    {
        var whole = await trial.SearchAsync(token).ConfigureAwait(false);
        if (whole.FindScoreFault() is not null) throw new NotApplicableException("the usual search has no right score; mend that first.");
        foreach (var budget in OptimizerTrial.Spread(whole.Requests, Places))
        {
            if (find(budget, await trial.SearchAsync(trial.Budgeted(budget), token).ConfigureAwait(false)) is { } fault) return fault;
        }

        return null;
    }
}
