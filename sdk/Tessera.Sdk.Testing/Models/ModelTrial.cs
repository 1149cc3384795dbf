using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Models;

/// <summary>What the checks of a language model share: fresh models, and what they are asked.</summary>
internal sealed class ModelTrial(Func<ILanguageModel> create, LanguageModelConformanceOptions options)
{
    public const int Tokens = 12;
    public const int NextTokens = 5;

    public LanguageModelConformanceOptions Options => options;

    public ILanguageModel Create() => create();

    /// <summary>Everything that the model answers to the usual requests, asked anew, as text.</summary>
    public RepeatedWork Work => new(token => UseAsync(async model => ComparableText.Of(new
    {
        Generated = Can(model, LanguageModelCapabilities.Generate) ? await model.GenerateAsync(Greedy(), token).ConfigureAwait(false) : null,
        Scored = Can(model, LanguageModelCapabilities.Score) ? await model.ScoreAsync(Scores(), token).ConfigureAwait(false) : null,
        Predicted = Can(model, LanguageModelCapabilities.PredictNext) ? await model.PredictNextAsync(Nexts(), token).ConfigureAwait(false) : null,
    })));

    public static bool Can(ILanguageModel model, LanguageModelCapabilities capability) => model.Capabilities.HasFlag(capability);

    /// <summary>A new model that can do something.</summary>
    /// <exception cref="NotApplicableException">It cannot.</exception>
    public async Task<TResult> UseAsync<TResult>(LanguageModelCapabilities needed, Func<ILanguageModel, Task<TResult>> use) => await UseAsync(model =>
        Can(model, needed) ? use(model) : throw new NotApplicableException($"it cannot {needed}.")).ConfigureAwait(false);

    public async Task<TResult> UseAsync<TResult>(Func<ILanguageModel, Task<TResult>> use)
    {
        var model = Create();
        try
        {
            return await use(model).ConfigureAwait(false);
        }
        catch (CapabilityMissingException missing)
        {
            throw new NotApplicableException($"it says that it can {missing.Capability}, and cannot; mend that first.");
        }
        finally
        {
            await Disposal.DisposeAsync(model).ConfigureAwait(false);
        }
    }

    public void RequireDeterminism()
    {
        if (!options.Deterministic) throw new NotApplicableException("equal requests are said not to have equal answers.");
    }

    /// <summary>Each prompt, continued with the most probable tokens.</summary>
    public IReadOnlyList<GenerationRequest> Greedy(int tokens = Tokens) => [.. options.Prompts.Select(prompt => new GenerationRequest(prompt, new SamplingOptions { MaxTokens = tokens }))];

    /// <summary>The first prompt, continued by chance.</summary>
    public GenerationRequest Draw(int seed, double topP = 1) => new(options.Prompts[0], new SamplingOptions { Temperature = 1, TopP = topP, MaxTokens = Tokens }, new Seed(7).Derive("draw", seed));

    public IReadOnlyList<ScoreRequest> Scores() => [.. options.Prompts.SelectMany(prompt => options.Continuations.Select(continuation => new ScoreRequest(prompt, continuation)))];

    public IReadOnlyList<NextTokenRequest> Nexts(int count = NextTokens) => [.. options.Prompts.Select(prompt => new NextTokenRequest(prompt, count))];
}
