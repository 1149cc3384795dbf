using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Testing.Language;

namespace Tessera.Sdk.Testing.Optimizers;

/// <summary>What becomes of a search whose models fail, or cannot do what is needed.</summary>
internal static class FailureChecks
{
    private const int Places = 6;

    public static IReadOnlyList<ConformanceCheck<OptimizerTrial>> All { get; } =
    [
        new("CONF-O22", "A model that fails for good fails the search", (trial, token) => OnFailuresAsync(trial, (failed, _, _) =>
            failed ? null : "the model failed, and the search ended as if it had not. Let its exception pass: whoever asked has to know.", token)),
        new("CONF-O23", "What was tried before a failure is taken down", (trial, token) => OnFailuresAsync(trial, (_, trace, budgeted) =>
        {
            // Of an iteration that was not done, anything may be lost.
            var done = budgeted.Candidates.TakeWhile(candidate => candidate.Iteration < budgeted.Numbers.Count).ToList();
            return trace.Candidates.Take(done.Count).SequenceEqual(done) ? null
                : $"of the {done.Count} candidates of iterations that were done, {trace.Candidates.Count} were recorded when the model failed. Record each when its score is known, not at the end.";
        }, token)),
        new("CONF-O24", "Fewer answers than requests are refused", async (trial, token) =>
        {
            await trial.Work.RequireSameAsync(token).ConfigureAwait(false);
            var forward = new TrialModel(trial.Forward()) { Generated = answers => [.. answers.Skip(1)], Scored = scores => [.. scores.Skip(1)] };
            return await FindAcceptanceAsync(trial, forward, trial.Backward(), token).ConfigureAwait(false)
                ?? await FindAcceptanceAsync(trial, trial.Forward(), new TrialModel(trial.Backward()) { Generated = answers => [.. answers.Skip(1)] }, token).ConfigureAwait(false);
        }),
        new("CONF-O25", "A missing capability is told before anything is asked", async (trial, token) =>
        {
            foreach (var missing in new[] { LanguageModelCapabilities.Score, LanguageModelCapabilities.Generate, ExactModel.All })
            {
                var forward = new TrialModel(trial.Forward()) { Missing = missing };
                if (await trial.FindRefusalFaultAsync(trial.Task(forward), _ => null, token).ConfigureAwait(false) is { } fault) return $"of the model that runs the program, which cannot {missing}: {fault}";
                var backward = new TrialModel(trial.Backward()) { Missing = missing };
                if (await trial.FindRefusalFaultAsync(trial.Task(backward: backward), _ => null, token).ConfigureAwait(false) is { } found) return $"of the model that proposes, which cannot {missing}: {found}";
            }

            return null;
        }),
    ];

    private static async Task<string?> OnFailuresAsync(OptimizerTrial trial, Func<bool, TrialTrace, TrialTrace, string?> find, CancellationToken token)
    {
        await trial.Work.RequireSameAsync(token).ConfigureAwait(false);
        var whole = await trial.SearchAsync(token).ConfigureAwait(false);
        foreach (var last in OptimizerTrial.Spread(whole.Requests, Places))
        {
            var trace = new TrialTrace();
            var (forward, backward) = trial.Metered((before, now, _) => before + now > last ? throw new LanguageModelException("conformance: the service is gone.") : Task.CompletedTask);
            var failed = false;
            var optimizer = trial.Create();
            try
            {
                await optimizer.OptimizeAsync(trial.Task(forward, backward) with { Trace = trace }, token).ConfigureAwait(false);
            }
            catch (Exception thrown) when (thrown is LanguageModelException || thrown.InnerException is LanguageModelException)
            {
                failed = true;
            }
            finally
            {
                await Disposal.DisposeAsync(optimizer).ConfigureAwait(false);
            }

            if (find(failed, trace, (await trial.SearchAsync(trial.Budgeted(last), token).ConfigureAwait(false)).Trace) is { } fault) return fault;
        }

        return null;
    }

    private static async Task<string?> FindAcceptanceAsync(OptimizerTrial trial, ILanguageModel forward, ILanguageModel backward, CancellationToken token)
    {
        var asked = 0;
        var (watchedForward, watchedBackward) = (Watch(forward), Watch(backward));
        TrialModel Watch(ILanguageModel model) => new(model) { OnAsk = (_, _, _) => model is TrialModel ? Task.FromResult(Interlocked.Increment(ref asked)) : Task.CompletedTask };
        try
        {
            await trial.SearchAsync(trial.Task(watchedForward, watchedBackward), token).ConfigureAwait(false);
            return asked == 0 ? null : "a model gave fewer answers than it was asked for, and each was taken for the answer to another request. Call RequireOneEach on what models answer.";
        }
        catch (TesseraException)
        {
            return null;
        }
    }
}
