using Tessera.Sdk.Prompts;
using Tessera.Sdk.Testing.Language;

namespace Tessera.Sdk.Testing.Optimizers;

/// <summary>Tasks at the edge of what the contract allows.</summary>
internal static class EdgeChecks
{
    private const int ManyLayers = 5;

    private static readonly string[] _strange = ["\0", "\u202e\u0007\u001b[31m", "{{ prompt }}", "{% raw %}", "</new-instruction>", "$(reboot)", "{0}", new('x', 20_000)];

    public static IReadOnlyList<ConformanceCheck<OptimizerTrial>> All { get; } =
    [
        new("CONF-O26", "A single example, to learn from and to choose by", (trial, token) =>
        {
            var task = trial.Task();
            return OnTaskAsync(trial, task with { Training = [.. task.Training.Take(1)], Validation = [] }, token);
        }),
        new("CONF-O27", "No examples are refused", (trial, token) =>
            trial.FindRefusalFaultAsync(trial.Task() with { Training = [], Validation = [] }, _ => "a search without examples came back with a result. Refuse it with a TesseraException.", token)),
        new("CONF-O28", "Classes that several texts stand for", (trial, token) =>
            OnTaskAsync(trial, trial.Task(layer => layer with { Classes = [new AnswerClass("yes", ["yes", "aye"]), new AnswerClass("no", ["no", "nay"])] }), token)),
        new("CONF-O29", "Answers in free text", async (trial, token) =>
        {
            await RequireScoreAsync(trial, token).ConfigureAwait(false);
            return await trial.FindRefusalFaultAsync(trial.Task(layer => layer with { Classes = [] }), search => search.FindScoreFault(), token).ConfigureAwait(false);
        }),
        new("CONF-O30", "More layers than it works on are refused", (trial, token) => trial.FindRefusalFaultAsync(trial.Task() with
        {
            Program = new PromptProgram([.. Enumerable.Range(0, ManyLayers - 1).Select(index => trial.LastLayer with { Name = FormattableString.Invariant($"layer {index}"), Classes = [], MaxTokens = 4 }), trial.LastLayer]),
        }, _ => null, token)),
        new("CONF-O31", "Where every answer is impossible, the program given wins the tie", async (trial, token) =>
        {
            await RequireScoreAsync(trial, token).ConfigureAwait(false);
            var impossible = trial.Task(layer => layer with { Classes = [new AnswerClass("yes", ["never"]), new AnswerClass("no", ["nowhere"])] });
            var search = await trial.SearchAsync(impossible, token).ConfigureAwait(false);
            return search.FindScoreFault() ?? (search.Prompts.SequenceEqual(trial.Options.Program.Layers.Select(layer => layer.Prompt)) ? null
                : search.Result.Score > search.Result.InitialScore ? null : "another program was returned, which is no better than the one given. Of equals, the one given stays.");
        }),
        new("CONF-O32", "A model that proposes nothing", (trial, token) => OnProposalsAsync(trial, index => index % 2 == 0 ? "" : "\r\n\r\n", token)),
        new("CONF-O33", "A model that proposes the same again and again", (trial, token) => OnProposalsAsync(trial, _ => trial.LastLayer.Prompt, token)),
        new("CONF-O34", "A model that proposes strange texts", (trial, token) => OnProposalsAsync(trial, index => _strange[index % _strange.Length], token)),
    ];

    private static async Task<string?> OnProposalsAsync(OptimizerTrial trial, Func<int, string> propose, CancellationToken token)
    {
        var proposed = 0;
        var backward = new TrialModel(trial.Backward()) { Generated = answers => [.. answers.Select(answer => answer with { Text = propose(Interlocked.Increment(ref proposed)) })] };
        return await OnTaskAsync(trial, trial.Task(backward: backward), token).ConfigureAwait(false);
    }

    private static async Task<string?> OnTaskAsync(OptimizerTrial trial, OptimizationTask task, CancellationToken token)
    {
        await RequireScoreAsync(trial, token).ConfigureAwait(false);
        return (await trial.SearchAsync(task, token).ConfigureAwait(false)).FindScoreFault();
    }

    private static async Task RequireScoreAsync(OptimizerTrial trial, CancellationToken token)
    {
        if ((await trial.SearchAsync(token).ConfigureAwait(false)).FindScoreFault() is not null) throw new NotApplicableException("the usual search has no right score; mend that first.");
    }
}
