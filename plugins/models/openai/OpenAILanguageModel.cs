using System.Composition;
using System.Net.Http.Headers;
using Tessera.Models.Http;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;

namespace Tessera.Models.OpenAI;

/// <summary>A language model behind OpenAI's service or a server that speaks its protocol, such as vLLM and llama.cpp.</summary>
/// <remarks>Options, keys, prices and errors are described in docs/language-models.md.</remarks>
[LanguageModel("openai", Description = "A language model behind OpenAI or a compatible server.", Options = typeof(OpenAIModelOptions))]
public sealed class OpenAILanguageModel : ILanguageModel, IDisposable
{
    private const string ChatPath = "/chat/completions";
    private const string CompletionsPath = "/completions";

    private readonly OpenAIModelOptions _options;
    private readonly ServiceClient _client;
    private readonly RequestWriter _requests;
    private readonly AnswerReader _answers;

    /// <summary>Prepares the model; nothing is sent and no key is read before it is asked.</summary>
    /// <param name="options">Where the model is and what it costs.</param>
    /// <exception cref="TesseraException">TESS4401: the endpoint is no address.</exception>
    [ImportingConstructor]
    public OpenAILanguageModel(OpenAIModelOptions options) : this(options, TimeProvider.System)
    {
    }

    internal OpenAILanguageModel(OpenAIModelOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        var site = new ServiceSite(options.Model, options.Endpoint, new Uri(OpenAIModelOptions.Official), options.ApiKeyVariable)
        {
            Authorize = (headers, key) => headers.Authorization = new AuthenticationHeaderValue("Bearer", key),
        };
        _options = options;
        _client = new ServiceClient(site, options, time);
        _requests = new RequestWriter(options, site.IsOfficial);
        _answers = new AnswerReader(options);
        Identity = $"openai:{options.Model}@{site.Address}{(options.Generate == GenerationEndpoint.Completions ? "+completions" : "")}{RequestBody.Mark(options.Extra)}";
    }

    /// <inheritdoc/>
    public string Identity { get; }

    /// <inheritdoc/>
    public LanguageModelCapabilities Capabilities =>
        LanguageModelCapabilities.Generate | LanguageModelCapabilities.Chat
        | (_options.Score ? LanguageModelCapabilities.Score : 0) | (_options.Seeded ? LanguageModelCapabilities.Seeded : 0);

    /// <inheritdoc/>
    public int? ContextLimit => _options.ContextLimit;

    /// <inheritdoc/>
    public Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _client.PostAsync(ChatPath, _requests.Chat(request), answer => _answers.Chat(answer, request.Messages), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) =>
        ManyRequests.AskAsync(requests, GenerateOneAsync, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="LanguageModelException">TESS4408: the server does not echo log-probabilities.</exception>
    public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken) => _options.Score
        ? ManyRequests.AskAsync(
            requests,
            (request, token) => _client.PostAsync(CompletionsPath, _requests.Score(request), answer => EchoedScore.Read(answer, request, _answers.Usage(answer)), token),
            cancellationToken)
        : throw new CapabilityMissingException(Identity, LanguageModelCapabilities.Score);

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _client.Dispose();

    private async Task<Generation> GenerateOneAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        if (_options.Generate == GenerationEndpoint.Completions)
            return await _client.PostAsync(CompletionsPath, _requests.Completion(request), _answers.Completion, cancellationToken).ConfigureAwait(false);
        var chat = new ChatRequest([new ChatMessage(ChatRole.User, request.Prompt)], [], request.Sampling, request.Seed);
        var reply = await ChatAsync(chat, cancellationToken).ConfigureAwait(false);
        return new Generation(reply.Message.Text, reply.Usage, Truncated: reply.Finish == ChatFinish.LengthReached);
    }
}
