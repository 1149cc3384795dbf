using System.Globalization;
using System.Runtime.InteropServices;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Sdk.Testing.Tests.Optimizers;

/// <summary>For each check, optimizers that break just what it asks for.</summary>
internal static class FaultyOptimizers
{
    private static int _searches;
    private static int _busy;
    private static string? _interrupted;

    public static IReadOnlyList<(string Id, Func<IPromptOptimizer> Create)> All { get; } =
    [
        ("CONF-O01", () => new RewritingOptimizer { After = result => result with { Score = result.InitialScore - 1 } }),
        ("CONF-O02", () => new RewritingOptimizer { After = result => result with { Score = result.Score + 0.5 } }),
        ("CONF-O03", () => new RewritingOptimizer { After = result => result with { Program = new PromptProgram([.. result.Program.Layers.Select(layer => layer with { MaxTokens = 99 })]) } }),
        ("CONF-O04", () => new RewritingOptimizer { After = result => result with { Iterations = 0 } }),
        ("CONF-O04", () => new RewritingOptimizer { After = result => result with { BudgetExhausted = true } }),
        ("CONF-O05", () => new RewritingOptimizer { Candidate = candidate => candidate.Parent is null ? candidate with { Parent = candidate.Prompt } : candidate }),
        ("CONF-O06", () => new RewritingOptimizer { Candidate = candidate => candidate.Chosen ? candidate : candidate with { Score = double.NaN } }),
        ("CONF-O06", () => new RewritingOptimizer { Candidate = candidate => candidate.Chosen || candidate.Parent is null ? candidate : candidate with { Layer = 1 } }),
        ("CONF-O07", () => new RewritingOptimizer { Candidate = candidate => candidate.Parent is null ? candidate : candidate with { Parent = "nobody" } }),
        ("CONF-O07", () => new RewritingOptimizer { Candidate = candidate => candidate with { Parent = null } }),
        ("CONF-O08", () => new RewritingOptimizer { Candidate = candidate => candidate with { Chosen = false } }),
        ("CONF-O09", () => new RewritingOptimizer { Candidate = Quoted }),
        ("CONF-O10", () => new RewritingOptimizer { Numbers = (iteration, values) => (iteration + 1, values) }),
        ("CONF-O10", () => new RewritingOptimizer { Numbers = (iteration, _) => (iteration, new Dictionary<string, double> { ["bound"] = double.NegativeInfinity }) }),
        ("CONF-O11", () => new RewritingOptimizer { Begin = seed => seed.Derive("search", Interlocked.Increment(ref _searches)) }),
        ("CONF-O12", Tired),
        ("CONF-O13", () => new RewritingOptimizer { Ask = TakeAsTheyComeAsync }),
        ("CONF-O14", () => new RewritingOptimizer { Before = (task, token) => task.Forward.ScoreAsync([new ScoreRequest($"Are you there? {Guid.NewGuid()}", "yes")], token) }),
        ("CONF-O15", () => new RewritingOptimizer { Numbers = (iteration, _) => (iteration, new Dictionary<string, double> { ["share"] = double.Parse(0.5.ToString(CultureInfo.CurrentCulture), CultureInfo.InvariantCulture) }) }),
        ("CONF-O16", () => new RewritingOptimizer { Before = RefuseOthersAsync }),
        ("CONF-O17", () => new RewritingOptimizer { Before = (_, _) => { Environment.SetEnvironmentVariable("TESSERA_CONFORMANCE", Guid.NewGuid().ToString()); return Task.CompletedTask; } }),
        ("CONF-O18", () => new RewritingOptimizer { OnInterrupted = best => _interrupted = best, Begin = GoOn }),
        ("CONF-O19", () => new RewritingOptimizer { After = result => result with { BudgetExhausted = false } }),
        ("CONF-O20", () => new RewritingOptimizer { OnBudget = AskOnAsync }),
        ("CONF-O21", () => new RewritingOptimizer { ChooseAtEnd = scored => scored.Last(pair => pair.Value >= scored[0].Value) }),
        ("CONF-O22", () => new RewritingOptimizer { Swallows = true }),
        ("CONF-O23", () => new RewritingOptimizer { RecordsAtOnce = false }),
        ("CONF-O24", () => new RewritingOptimizer { Ask = (model, requests, token) => model.GenerateAsync(requests, token) }),
        ("CONF-O25", () => new RewritingOptimizer { LooksAtModels = false }),
        ("CONF-O26", () => new RewritingOptimizer { Before = (task, _) => task.Training.Count == 1 ? throw new DivideByZeroException() : Task.CompletedTask }),
        ("CONF-O27", () => new RewritingOptimizer { LooksAtExamples = false }),
        ("CONF-O28", () => new RewritingOptimizer { Before = (task, _) => task.Program.Layers[0].Classes.Any(answer => answer.Verbalizers.Count > 1) ? throw new InvalidOperationException("Sequence contains more than one element") : Task.CompletedTask }),
        ("CONF-O29", () => new RewritingOptimizer { Before = (task, _) => task.Program.Layers[0].Classes.Count == 0 ? throw new InvalidOperationException("Sequence contains no elements") : Task.CompletedTask }),
        ("CONF-O30", () => new RewritingOptimizer { Refuse = problem => new NotSupportedException(problem.Message) }),
        ("CONF-O31", () => new RewritingOptimizer { Choose = scored => scored.Reverse().MaxBy(pair => pair.Value) }),
        ("CONF-O32", () => new RewritingOptimizer { Rewrite = text => text.Length == 0 ? throw new InvalidOperationException("nothing proposed") : text }),
        ("CONF-O33", () => new RewritingOptimizer { Look = (texts, known) => { if (texts.Count > 0 && texts.All(known.Contains)) throw new InvalidOperationException("nothing new"); } }),
        ("CONF-O34", () => new RewritingOptimizer { Rewrite = text => string.Format(CultureInfo.InvariantCulture, text) }),
        ("CONF-O35", () => new RewritingOptimizer { HandsTokenOn = false }),
        ("CONF-O36", OnceDisposable),
        ("CONF-O37", () => new HeldOptimizer()),
    ];

    // As it is shown, not as it is.
    private static PromptCandidate Quoted(PromptCandidate candidate) => candidate.Parent is null
        ? candidate
        : candidate with { Prompt = $"«{candidate.Prompt}»", Parent = candidate.Parent == "Answer the question." ? candidate.Parent : $"«{candidate.Parent}»" };

    private static RewritingOptimizer Tired()
    {
        var searches = 0;
        return new RewritingOptimizer { Begin = seed => searches++ < RewritingOptimizer.Iterations ? seed : seed.Derive("tired") };
    }

    private static async Task<IReadOnlyList<Generation>> TakeAsTheyComeAsync(ILanguageModel model, IReadOnlyList<GenerationRequest> requests, CancellationToken token)
    {
        var answers = new List<Generation>();
        await foreach (var answer in Task.WhenEach([.. requests.Select(request => model.GenerateAsync([request], token))])) answers.AddRange((await answer).RequireOneEach(1, model.Identity));
        return answers;
    }

    private static async Task RefuseOthersAsync(OptimizationTask task, CancellationToken token)
    {
        try
        {
            if (Interlocked.Increment(ref _busy) > 1) throw new InvalidOperationException("Busy.");
            await Task.Delay(20, token);
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    private static Seed GoOn(Seed seed) => Interlocked.Exchange(ref _interrupted, null) is { } best ? seed.Derive(best) : seed;

    private static async Task AskOnAsync(OptimizationTask task, CancellationToken token)
    {
        for (var i = 0; i < 4; i++)
        {
            try
            {
                await task.Forward.ScoreAsync([.. Enumerable.Repeat(new ScoreRequest("Once more.", "yes"), 100)], token);
            }
            catch (BudgetExhaustedException)
            {
                // Perhaps the next time.
            }
        }
    }

    private sealed class HeldOptimizer : RewritingOptimizer
    {
        private readonly GCHandle _holder;

        public HeldOptimizer() => _holder = GCHandle.Alloc(this);
    }

    private static RewritingOptimizer OnceDisposable()
    {
        var disposed = 0;
        return new RewritingOptimizer { OnDispose = () => ObjectDisposedException.ThrowIf(disposed++ > 0, typeof(RewritingOptimizer)) };
    }
}
