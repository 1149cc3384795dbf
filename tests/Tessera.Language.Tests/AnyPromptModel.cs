using System.Globalization;
using Tessera.Sdk.Language;

namespace Tessera.Language.Tests;

/// <summary>A model that answers whatever it is asked: longer contexts make everything more probable, and proposals are numbered by their seeds.</summary>
internal sealed class AnyPromptModel(Action<string> scored, Usage usage = default) : ILanguageModel
{
    public string Identity => "any";

    public LanguageModelCapabilities Capabilities => LanguageModelCapabilities.Generate | LanguageModelCapabilities.Score;

    public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Generation>>([.. requests.Select(request => new Generation((request.Seed.Value % 1000).ToString(CultureInfo.InvariantCulture), usage))]);

    public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken)
    {
        foreach (var request in requests) scored(request.Context);
        return Task.FromResult<IReadOnlyList<ContinuationScore>>([.. requests.Select(request => new ContinuationScore(-1.0 / (1 + request.Context.Length), 1, usage))]);
    }
}
