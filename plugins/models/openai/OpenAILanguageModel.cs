using System.Composition;
using System.Net.Http.Headers;
using Tessera.Models.Http;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;

namespace Tessera.Models.OpenAI;

/// <summary>A language model behind OpenAI's service or a server that speaks its protocol, such as vLLM and llama.cpp.</summary>
/// <remarks>Options, keys, prices and errors are described in docs/language-models.md.</remarks>
[LanguageModel("openai", Description = "A language model behind OpenAI or a compatible server.", Options = typeof(OpenAIModelOptions))]
public sealed class OpenAILanguageModel : ServiceLanguageModel, ILanguageModel
{
    private const string ChatPath = "/chat/completions";
    private const string CompletionsPath = "/completions";

    private readonly OpenAIModelOptions _options;
    private readonly RequestWriter _requests;
    private readonly AnswerReader _answers;

    /// <summary>Prepares the model; nothing is sent and no key is read before it is asked.</summary>
    /// <param name="options">Where the model is and what it costs.</param>
    /// <exception cref="TesseraException">TESS4401: the endpoint is no address.</exception>
    [ImportingConstructor]
    public OpenAILanguageModel(OpenAIModelOptions options) : this(options, TimeProvider.System)
    {
    }

    internal OpenAILanguageModel(OpenAIModelOptions options, TimeProvider time) : this(options, SiteOf(options), time)
    {
    }

    private OpenAILanguageModel(OpenAIModelOptions options, ServiceSite site, TimeProvider time)
        : base("openai", options, site, time, options.Generate == GenerationEndpoint.Completions ? "+completions" : "")
    {
        _options = options;
        _requests = new RequestWriter(options, site.IsOfficial);
        _answers = new AnswerReader(options);
    }

    /// <inheritdoc/>
    public override LanguageModelCapabilities Capabilities =>
        LanguageModelCapabilities.Generate | LanguageModelCapabilities.Chat
        | (_options.Score ? LanguageModelCapabilities.Score : 0) | (_options.Seeded ? LanguageModelCapabilities.Seeded : 0);

    /// <inheritdoc/>
    /// <exception cref="LanguageModelException">TESS4408: the server does not echo log-probabilities.</exception>
    public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken) => _options.Score
        ? ManyRequests.AskAsync(
            requests,
            (request, group) => Client.PostAsync(CompletionsPath, _requests.Score(request), answer => EchoedScore.Read(answer, request, _answers.Usage(answer)), group),
            cancellationToken)
        : throw new CapabilityMissingException(Identity, LanguageModelCapabilities.Score);

    private protected override Task<ChatReply> ChatOneAsync(ChatRequest request, RequestGroup group) =>
        Client.PostAsync(ChatPath, _requests.Chat(request), answer => _answers.Chat(answer, request.Messages), group);

    private protected override Task<Generation> GenerateOneAsync(GenerationRequest request, RequestGroup group) =>
        _options.Generate == GenerationEndpoint.Completions
            ? Client.PostAsync(CompletionsPath, _requests.Completion(request), _answers.Completion, group)
            : base.GenerateOneAsync(request, group);

    private static ServiceSite SiteOf(OpenAIModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ServiceSite(options.Model, options.Endpoint, new Uri(OpenAIModelOptions.Official), options.ApiKeyVariable)
        {
            Authorize = (headers, key) => headers.Authorization = new AuthenticationHeaderValue("Bearer", key),
        };
    }
}
