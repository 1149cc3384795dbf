using System.Collections.Concurrent;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

/// <summary>The real model, with a record of what reaches it and ways to change how or what it answers.</summary>
internal sealed class ObservedModel(ILanguageModel inner) : ILanguageModel
{
    public ConcurrentQueue<GenerationRequest> Generated { get; } = [];

    public ConcurrentQueue<ScoreRequest> Scored { get; } = [];

    /// <summary>How many requests of a batch are answered side by side, each on its own and in no order.</summary>
    public int Parallelism { get; init; } = 1;

    public Func<GenerationRequest, Generation, Generation> Change { get; init; } = (_, generation) => generation;

    public LanguageModelCapabilities Hidden { get; init; }

    public string Identity => inner.Identity;

    public IExactLanguageModel? Exact => inner.Exact;

    public LanguageModelCapabilities Capabilities => inner.Capabilities & ~Hidden;

    public async Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
    {
        foreach (var request in requests) Generated.Enqueue(request);
        var generations = await SplitAsync(requests, inner.GenerateAsync, cancellationToken);
        return [.. requests.Zip(generations, Change)];
    }

    public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken)
    {
        if (Hidden.HasFlag(LanguageModelCapabilities.Score)) throw new CapabilityMissingException(Identity, LanguageModelCapabilities.Score);
        foreach (var request in requests) Scored.Enqueue(request);
        return SplitAsync(requests, inner.ScoreAsync, cancellationToken);
    }

    private async Task<IReadOnlyList<TAnswer>> SplitAsync<TRequest, TAnswer>(
        IReadOnlyList<TRequest> requests, Func<IReadOnlyList<TRequest>, CancellationToken, Task<IReadOnlyList<TAnswer>>> ask, CancellationToken cancellationToken)
    {
        if (Parallelism == 1) return await ask(requests, cancellationToken);
        var answers = new TAnswer[requests.Count];
        var order = Enumerable.Range(0, requests.Count).ToArray();
        new Seed(99).CreateRandom().Shuffle(order);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(order, options, async (index, token) =>
        {
            await Task.Yield();
            answers[index] = (await ask([requests[index]], token))[0];
        });
        return answers;
    }
}
