using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Testing.Language;
using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Optimizers;

/// <summary>What the checks of an optimizer share: fresh optimizers, a task, and models that know every probability.</summary>
internal sealed class OptimizerTrial(Func<IPromptOptimizer> create, PromptOptimizerConformanceOptions options)
{
    public PromptOptimizerConformanceOptions Options => options;

    public IPromptOptimizer Create() => create();

    public PromptLayer LastLayer => options.Program.Layers[^1];

    /// <summary>The usual search, done anew.</summary>
    public RepeatedWork Work => new(async token => (await SearchAsync(token).ConfigureAwait(false)).Text);

    /// <summary>The model that runs programs.</summary>
    /// <param name="table">Which of many models with other probabilities.</param>
    public ILanguageModel Forward(int table = 0) => new ExactModel(options.Seed.Derive("forward", table));

    /// <summary>The model that proposes.</summary>
    public ILanguageModel Backward(int table = 0) => new ExactModel(options.Seed.Derive("backward", table));

    /// <summary>The usual task.</summary>
    public OptimizationTask Task(ILanguageModel? forward = null, ILanguageModel? backward = null) => new()
    {
        Program = options.Program,
        Training = Examples("training"),
        Validation = Examples("validation"),
        Forward = forward ?? Forward(),
        Backward = backward ?? Backward(),
        Templates = options.Templates,
        Loss = new WordLoss(),
        Seed = options.Seed.Derive("optimizer"),
        Trace = new TrialTrace(),
    };

    /// <summary>The usual task, of another last layer.</summary>
    public OptimizationTask Task(Func<PromptLayer, PromptLayer> change)
    {
        var task = Task();
        return task with { Program = new PromptProgram([.. task.Program.Layers.SkipLast(1), change(LastLayer)]) };
    }

    /// <summary>Does the usual search with a new optimizer.</summary>
    public Task<TrialSearch> SearchAsync(CancellationToken token) => SearchAsync(Task(), token);

    /// <summary>Does a search with a new optimizer.</summary>
    public async Task<TrialSearch> SearchAsync(OptimizationTask task, CancellationToken token)
    {
        var optimizer = Create();
        try
        {
            return await SearchAsync(optimizer, task, token).ConfigureAwait(false);
        }
        finally
        {
            await Disposal.DisposeAsync(optimizer).ConfigureAwait(false);
        }
    }

    public static async Task<TrialSearch> SearchAsync(IPromptOptimizer optimizer, OptimizationTask task, CancellationToken token)
    {
        var trace = new TrialTrace();
        var (forward, backward) = (new TrialModel(task.Forward), new TrialModel(task.Backward));
        var result = await optimizer.OptimizeAsync(task with { Forward = forward, Backward = backward, Trace = trace }, token).ConfigureAwait(false);
        return new TrialSearch(result, trace, forward.Requests + backward.Requests);
    }

    /// <summary>Both models, watched by one meter: the requests that were made to either before, and those that are made now.</summary>
    public (TrialModel Forward, TrialModel Backward) Metered(Func<int, int, CancellationToken, Task> onAsk)
    {
        var asked = 0;
        Task Count(int before, int now, CancellationToken token) => onAsk(Interlocked.Add(ref asked, now) - now, now, token);
        return (new TrialModel(Forward()) { OnAsk = Count }, new TrialModel(Backward()) { OnAsk = Count });
    }

    /// <summary>The usual models, which refuse what goes beyond a number of requests as a budget does.</summary>
    public OptimizationTask Budgeted(int budget, Action? onRefused = null)
    {
        var used = 0;
        var (forward, backward) = Metered((_, now, _) =>
        {
            // What does not fit is refused and not counted.
            if (Interlocked.Add(ref used, now) <= budget) return System.Threading.Tasks.Task.CompletedTask;
            Interlocked.Add(ref used, -now);
            onRefused?.Invoke();
            throw new BudgetExhaustedException($"conformance: {budget} requests are used up.");
        });
        return Task(forward, backward);
    }

    /// <summary>Some numbers from 1 to a number, so many that a search is interrupted in each of its phases.</summary>
    public static IReadOnlyList<int> Spread(int last, int count) => [.. Enumerable.Range(1, count).Select(i => Math.Max(1, (int)((long)last * i / (count + 1)))).Distinct()];

    /// <summary>Does a search that may be refused: what the refusal lacks, or what is wrong with the search; null for nothing.</summary>
    /// <param name="task">The task.</param>
    /// <param name="judge">What is wrong with a search that is not refused.</param>
    /// <param name="token">Ends the check.</param>
    public async Task<string?> FindRefusalFaultAsync(OptimizationTask task, Func<TrialSearch, string?> judge, CancellationToken token)
    {
        var (forward, backward) = (Watched(task.Forward), Watched(task.Backward));
        try
        {
            return judge(await SearchAsync(task with { Forward = forward, Backward = backward }, token).ConfigureAwait(false));
        }
        catch (Exception refusal) when (refusal is TesseraException or CapabilityMissingException)
        {
            return forward.Requests + backward.Requests == 0 ? null
                : $"it was refused after {forward.Requests + backward.Requests} requests, which somebody paid for. Look at the task before anything is asked: {refusal.Message}";
        }
    }

    private static TrialModel Watched(ILanguageModel model) => model as TrialModel ?? new TrialModel(model);

    private Example[] Examples(string name) =>
        [.. Enumerable.Range(0, options.Examples).Select(index => new Example(FormattableString.Invariant($"{name} question {index}"), index % 2 == 0 ? "yes" : "no"))];
}
