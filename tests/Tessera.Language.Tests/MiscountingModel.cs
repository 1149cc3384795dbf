using Tessera.Sdk.Language;

namespace Tessera.Language.Tests;

/// <summary>The real model, which loses the last answer of each batch, or gives one too many.</summary>
internal sealed class MiscountingModel(ILanguageModel inner, int surplus) : ILanguageModel
{
    public string Identity => inner.Identity;

    public LanguageModelCapabilities Capabilities => inner.Capabilities;

    public async Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) =>
        Miscount(await inner.GenerateAsync(requests, cancellationToken));

    public async Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken) =>
        Miscount(await inner.ScoreAsync(requests, cancellationToken));

    public async Task<IReadOnlyList<NextTokenDistribution>> PredictNextAsync(IReadOnlyList<NextTokenRequest> requests, CancellationToken cancellationToken) =>
        Miscount(await inner.PredictNextAsync(requests, cancellationToken));

    private IReadOnlyList<TAnswer> Miscount<TAnswer>(IReadOnlyList<TAnswer> answers) where TAnswer : class => surplus switch
    {
        > 0 => [.. answers, answers[^1]],
        < 0 => [.. answers.SkipLast(1)],
        _ => [.. answers.SkipLast(1), null!],
    };
}
