using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Language;

/// <summary>A language model. All members take many requests at once and answer in their order; all may be called at the same time.</summary>
/// <remarks>A model that pays for each request by itself throws <see cref="IncompleteAnswersException{TAnswer}"/> when one fails, so that the answers to others are not lost.</remarks>
[PartKind("model")]
public interface ILanguageModel
{
    /// <summary>Names everything that decides the model's answers, such as weights and revision; part of cache keys.</summary>
    string Identity { get; }

    /// <summary>What the model can do.</summary>
    LanguageModelCapabilities Capabilities { get; }

    /// <summary>How many tokens a request may read and its answer write together; null where it is not known.</summary>
    int? ContextLimit => null;

    /// <summary>What tokens cost at most; null where no prices are known.</summary>
    TokenPrices? Prices => null;

    /// <summary>The model itself where all its probabilities are known, for whoever measures an estimate against the truth; null for others.</summary>
    /// <remarks>What stands around a model hands on the inner model's: what is asked there is neither counted nor kept nor delayed, and so decides nothing about a search.</remarks>
    IExactLanguageModel? Exact => null;

    /// <summary>Continues prompts.</summary>
    /// <param name="requests">The requests, each with its own seed.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>One generation a request.</returns>
    /// <exception cref="CapabilityMissingException">The model does not <see cref="LanguageModelCapabilities.Generate"/>.</exception>
    Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) =>
        throw new CapabilityMissingException(Identity, LanguageModelCapabilities.Generate);

    /// <summary>Gives log-probabilities of given continuations of given contexts.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>One score a request.</returns>
    /// <exception cref="CapabilityMissingException">The model does not <see cref="LanguageModelCapabilities.Score"/>.</exception>
    Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken) =>
        throw new CapabilityMissingException(Identity, LanguageModelCapabilities.Score);

    /// <summary>Gives distributions of the next token.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>One distribution a request.</returns>
    /// <exception cref="CapabilityMissingException">The model does not <see cref="LanguageModelCapabilities.PredictNext"/>.</exception>
    Task<IReadOnlyList<NextTokenDistribution>> PredictNextAsync(IReadOnlyList<NextTokenRequest> requests, CancellationToken cancellationToken) =>
        throw new CapabilityMissingException(Identity, LanguageModelCapabilities.PredictNext);

    /// <summary>Answers a conversation.</summary>
    /// <param name="request">The conversation so far and the tools that may be called.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ContextExceededException">The conversation is too long.</exception>
    /// <exception cref="LanguageModelException">The model did not answer.</exception>
    /// <exception cref="CapabilityMissingException">The model does not <see cref="LanguageModelCapabilities.Chat"/>.</exception>
    Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken) =>
        throw new CapabilityMissingException(Identity, LanguageModelCapabilities.Chat);
}
