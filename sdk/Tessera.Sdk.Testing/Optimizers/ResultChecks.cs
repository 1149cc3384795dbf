namespace Tessera.Sdk.Testing.Optimizers;

/// <summary>What a search comes back with.</summary>
internal static class ResultChecks
{
    private const int Tables = 6;

    public static IReadOnlyList<ConformanceCheck<OptimizerTrial>> All { get; } =
    [
        new("CONF-O01", "The result is never worse than the program given", async (trial, token) =>
        {
            for (var table = 0; table < Tables; table++)
            {
                var task = trial.Task(trial.Forward(table), trial.Backward(table)) with { Seed = trial.Options.Seed.Derive("table", table) };
                if ((await trial.SearchAsync(task, token).ConfigureAwait(false)).FindScoreFault() is { } fault) return fault;
            }

            return null;
        }),
        new("CONF-O02", "The score is that of the program it stands for", async (trial, token) =>
        {
            if (!trial.Options.ScoresAreExact) throw new NotApplicableException("scores are said to be estimates.");
            var first = await trial.SearchAsync(token).ConfigureAwait(false);
            if (first.FindScoreFault() is not null) throw new NotApplicableException("there is no right score; mend that first.");
            var second = await trial.SearchAsync(trial.Task() with { Program = first.Result.Program }, token).ConfigureAwait(false);
            return Math.Abs(first.Result.Score - second.Result.InitialScore) <= 1e-9 * Math.Max(1, Math.Abs(first.Result.Score)) ? null
                : FormattableString.Invariant($"the result is said to score {first.Result.Score:g6}; a search that begins with it says {second.Result.InitialScore:g6}. Score the one and the other on all of SelectionExamples, or say ScoresAreExact = false.");
        }),
        new("CONF-O03", "Nothing but prompts changes", async (trial, token) =>
        {
            var (given, found) = (trial.Options.Program.Layers, (await trial.SearchAsync(token).ConfigureAwait(false)).Result.Program.Layers);
            return given.Count != found.Count ? $"a program of {given.Count} layers became one of {found.Count}."
                : given.Zip(found).FirstOrDefault(pair => pair.First with { Prompt = pair.Second.Prompt } != pair.Second).First is { } changed ? $"the layer '{changed.Name}' has another template, other classes or other bounds than before. Use PromptProgram.WithPrompt."
                : null;
        }),
        new("CONF-O04", "The result says how the search ended", async (trial, token) =>
        {
            var result = (await trial.SearchAsync(token).ConfigureAwait(false)).Result;
            return result.BudgetExhausted ? "it says that a budget ended the search, and there was none."
                : result.Iterations < 1 ? $"it says that {result.Iterations} iterations were done." : null;
        }),
    ];
}
