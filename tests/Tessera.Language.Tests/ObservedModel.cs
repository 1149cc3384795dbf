using Tessera.Sdk.Language;

namespace Tessera.Language.Tests;

/// <summary>The real model, with a count of what reaches it and a gate that can hold requests back.</summary>
internal sealed class ObservedModel(ILanguageModel inner, Func<int, CancellationToken, Task>? gate = null) : ILanguageModel
{
    private int _batches;
    private int _requests;

    public int Batches => _batches;

    public int Requests => _requests;

    public string Identity => inner.Identity;

    public LanguageModelCapabilities Capabilities => inner.Capabilities;

    public async Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
    {
        await PassAsync(requests.Count, cancellationToken);
        return await inner.GenerateAsync(requests, cancellationToken);
    }

    public async Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken)
    {
        await PassAsync(requests.Count, cancellationToken);
        return await inner.ScoreAsync(requests, cancellationToken);
    }

    public async Task<IReadOnlyList<NextTokenDistribution>> PredictNextAsync(IReadOnlyList<NextTokenRequest> requests, CancellationToken cancellationToken)
    {
        await PassAsync(requests.Count, cancellationToken);
        return await inner.PredictNextAsync(requests, cancellationToken);
    }

    private async Task PassAsync(int requests, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _requests, requests);
        var batch = Interlocked.Increment(ref _batches);
        if (gate is not null) await gate(batch, cancellationToken);
    }
}
