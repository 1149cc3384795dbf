using System.Collections.Concurrent;
using Tessera.Sdk.Language;

namespace Tessera.Sdk.Testing.Language;

/// <summary>A language model that is watched, and made to fail, to tarry or to answer otherwise.</summary>
internal sealed class TrialModel(ILanguageModel inner) : ILanguageModel
{
    private int _requests;

    public string Identity => inner.Identity;

    public LanguageModelCapabilities Capabilities => inner.Capabilities & ~Missing;

    /// <summary>What it cannot do.</summary>
    public LanguageModelCapabilities Missing { get; init; }

    /// <summary>What happens before some requests are answered: how many were asked before, and how many are asked now.</summary>
    public Func<int, int, CancellationToken, Task> OnAsk { get; init; } = (_, _, _) => Task.CompletedTask;

    /// <summary>What becomes of answers.</summary>
    public Func<IReadOnlyList<Generation>, IReadOnlyList<Generation>> Generated { get; init; } = answers => answers;

    /// <summary>What becomes of scores.</summary>
    public Func<IReadOnlyList<ContinuationScore>, IReadOnlyList<ContinuationScore>> Scored { get; init; } = scores => scores;

    /// <summary>Answers that are remembered, by request; null for none.</summary>
    public ConcurrentDictionary<object, object>? Memory { get; init; }

    /// <summary>How many requests there were that memory did not answer.</summary>
    public int Requests => _requests;

    public async Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) =>
        Generated(await AskAsync(requests, LanguageModelCapabilities.Generate, KeyOf, inner.GenerateAsync, cancellationToken).ConfigureAwait(false));

    public async Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken) =>
        Scored(await AskAsync(requests, LanguageModelCapabilities.Score, request => request, inner.ScoreAsync, cancellationToken).ConfigureAwait(false));

    private async Task<IReadOnlyList<TAnswer>> AskAsync<TRequest, TAnswer>(
        IReadOnlyList<TRequest> requests, LanguageModelCapabilities needed, Func<TRequest, object> keyOf,
        Func<IReadOnlyList<TRequest>, CancellationToken, Task<IReadOnlyList<TAnswer>>> ask, CancellationToken cancellationToken)
        where TAnswer : class
    {
        if (!Capabilities.HasFlag(needed)) throw new CapabilityMissingException(Identity, needed);
        List<TRequest> unknown = Memory is null ? [.. requests] : [.. requests.Where(request => !Memory.ContainsKey(keyOf(request))).DistinctBy(keyOf)];
        if (unknown.Count > 0) await OnAsk(Interlocked.Add(ref _requests, unknown.Count) - unknown.Count, unknown.Count, cancellationToken).ConfigureAwait(false);
        var answers = unknown.Count == 0 ? [] : await ask(unknown, cancellationToken).ConfigureAwait(false);
        if (Memory is null) return answers;
        foreach (var (request, answer) in unknown.Zip(answers)) Memory[keyOf(request)] = answer;
        return [.. requests.Select(request => (TAnswer)Memory[keyOf(request)])];
    }

    // Options hold a list, which is compared by what it is, not by what it holds.
    private static object KeyOf(GenerationRequest request) =>
        (request.Prompt, request.Seed, request.Sampling.Temperature, request.Sampling.TopP, request.Sampling.MaxTokens, string.Join('\n', request.Sampling.Stop));
}
