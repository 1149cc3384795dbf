using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Sdk.Testing.Tests.Optimizers;

/// <summary>
/// An optimizer that has the best prompt rewritten a few times and keeps what is more probable to be answered rightly. As it stands it keeps the contract;
/// each hook lets it break one point of it.
/// </summary>
internal class RewritingOptimizer : IPromptOptimizer, IDisposable
{
    public const int Iterations = 3;
    public const int Rewrites = 3;

    /// <summary>What happens first.</summary>
    public Func<OptimizationTask, CancellationToken, Task>? Before { get; init; }

    /// <summary>The seed that the search begins from.</summary>
    public Func<Seed, Seed> Begin { get; init; } = seed => seed;

    public bool LooksAtModels { get; init; } = true;

    public bool LooksAtExamples { get; init; } = true;

    /// <summary>What a program with several layers is refused by.</summary>
    public Func<Diagnostic, Exception> Refuse { get; init; } = problem => new TesseraException(problem);

    /// <summary>Asks for rewrites.</summary>
    public Func<ILanguageModel, IReadOnlyList<GenerationRequest>, CancellationToken, Task<IReadOnlyList<Generation>>> Ask { get; init; } = async (model, requests, token) =>
        (await model.GenerateAsync(requests, token)).RequireOneEach(requests.Count, model.Identity);

    /// <summary>What becomes of a rewrite.</summary>
    public Func<string, string> Rewrite { get; init; } = text => text;

    /// <summary>What becomes of the rewrites of an iteration, the known ones among them.</summary>
    public Action<IReadOnlyList<string>, IReadOnlyCollection<string>>? Look { get; init; }

    /// <summary>The best of scored prompts, in the order in which they were scored.</summary>
    public Func<IReadOnlyList<KeyValuePair<string, double>>, KeyValuePair<string, double>> Choose { get; init; } = scored => scored.MaxBy(pair => pair.Value);

    /// <summary>What is returned when a budget ends the search.</summary>
    public Func<IReadOnlyList<KeyValuePair<string, double>>, KeyValuePair<string, double>>? ChooseAtEnd { get; init; }

    /// <summary>What is done when a budget ends the search.</summary>
    public Func<OptimizationTask, CancellationToken, Task>? OnBudget { get; init; }

    public Action<string>? OnInterrupted { get; init; }

    public bool Swallows { get; init; }

    /// <summary>What is recorded in place of a candidate.</summary>
    public Func<PromptCandidate, PromptCandidate> Candidate { get; init; } = candidate => candidate;

    /// <summary>What is recorded in place of an iteration's numbers.</summary>
    public Func<int, Dictionary<string, double>, (int Iteration, Dictionary<string, double> Values)> Numbers { get; init; } = (iteration, values) => (iteration, values);

    public bool RecordsAtOnce { get; init; } = true;

    /// <summary>What is returned in place of the result.</summary>
    public Func<OptimizationResult, OptimizationResult> After { get; init; } = result => result;

    public bool HandsTokenOn { get; init; } = true;

    public Action? OnDispose { get; init; }

    public async Task<OptimizationResult> OptimizeAsync(OptimizationTask task, CancellationToken cancellationToken)
    {
        RefuseWhatDoesNotFit(task);
        var token = HandsTokenOn ? cancellationToken : CancellationToken.None;
        if (Before is not null) await Before(task, token);
        var late = new List<Action>();
        var scored = new List<KeyValuePair<string, double>>();
        var (iteration, exhausted) = (0, false);
        try
        {
            for (; iteration < Iterations; iteration++) await ImproveAsync(task, iteration, scored, RecordsAtOnce ? Now : late.Add, token);
        }
        catch (BudgetExhaustedException)
        {
            exhausted = true;
            if (scored.Count > 0) OnInterrupted?.Invoke(Choose(scored).Key);
            if (OnBudget is not null) await OnBudget(task, token);
        }
        catch (LanguageModelException) when (Swallows)
        {
            // It is said to be over.
        }

        late.ForEach(Now);
        if (scored.Count == 0) return After(new OptimizationResult(task.Program, double.NaN, double.NaN, iteration, exhausted));
        var best = exhausted && ChooseAtEnd is not null ? ChooseAtEnd(scored) : Choose(scored);
        return After(new OptimizationResult(task.Program.WithPrompt(0, best.Key), best.Value, scored[0].Value, iteration, exhausted));
    }

    public void Dispose() => OnDispose?.Invoke();

    private async Task ImproveAsync(OptimizationTask task, int iteration, List<KeyValuePair<string, double>> scored, Action<Action> record, CancellationToken token)
    {
        var given = task.Program.Layers[0].Prompt;
        if (iteration == 0) scored.Add(new(given, await ScoreAsync(task, given, token)));
        var parent = Choose(scored).Key;
        var seed = Begin(task.Seed).Derive("iteration", iteration);
        var requests = Enumerable.Range(0, Rewrites).Select(index => new GenerationRequest($"Rewrite: {parent}", new SamplingOptions { Temperature = 1, MaxTokens = 8 }, seed.Derive("rewrite", index))).ToList();
        var texts = (await Ask(task.Backward, requests, token)).Select(generation => Rewrite(generation.Text.Trim())).Where(text => !string.IsNullOrWhiteSpace(text)).ToList();
        Look?.Invoke(texts, [.. scored.Select(pair => pair.Key)]);
        var parents = new List<(string Prompt, string? Parent)> { (parent, parent == given ? null : given) };
        foreach (var text in texts.Distinct().Where(text => scored.All(pair => pair.Key != text)))
        {
            scored.Add(new(text, await ScoreAsync(task, text, token)));
            parents.Add((text, parent));
        }

        var chosen = Choose(scored).Key;
        var scores = scored.ToDictionary();
        foreach (var (prompt, made) in parents)
        {
            var candidate = Candidate(new PromptCandidate(iteration, 0, prompt, made, scores[prompt], prompt == chosen));
            record(() => task.Trace.Record(candidate));
        }

        var numbers = Numbers(iteration, new Dictionary<string, double> { ["bestScore"] = scores[chosen] });
        record(() => task.Trace.Record(numbers.Iteration, numbers.Values));
    }

    private static async Task<double> ScoreAsync(OptimizationTask task, string prompt, CancellationToken token)
    {
        var layer = task.Program.Layers[0] with { Prompt = prompt };
        return (await new LayerEvaluation(task.Forward, task.Templates, task.Loss).ScoreAsync([.. task.SelectionExamples.Select(example => new LayerInput(layer, example))], token)).Average();
    }

    private void RefuseWhatDoesNotFit(OptimizationTask task)
    {
        if (task.Program.Layers.Count > 1) throw Refuse(Diagnostic.Error("TESS0000", "There are several layers.", remedy: "Give one."));
        if (LooksAtExamples && task.SelectionExamples.Count == 0) throw new TesseraException(Diagnostic.Error("TESS0000", "There are no examples.", remedy: "Give some."));
        if (!LooksAtModels) return;
        if (!task.Forward.Capabilities.HasFlag(LanguageModelCapabilities.Score)) throw new CapabilityMissingException(task.Forward.Identity, LanguageModelCapabilities.Score);
        if (!task.Backward.Capabilities.HasFlag(LanguageModelCapabilities.Generate)) throw new CapabilityMissingException(task.Backward.Identity, LanguageModelCapabilities.Generate);
    }

    private static void Now(Action record) => record();
}
