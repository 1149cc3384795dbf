using System.Composition;
using System.Globalization;
using Tessera.Models.Http;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;

namespace Tessera.Models.Anthropic;

/// <summary>A language model behind Anthropic's Messages API.</summary>
/// <remarks>Options, keys, prices and errors are described in docs/language-models.md.</remarks>
[LanguageModel("anthropic", Description = "A language model behind Anthropic's Messages API.", Options = typeof(AnthropicModelOptions))]
public sealed class AnthropicLanguageModel : ILanguageModel, IDisposable
{
    private const string Path = "/messages";
    private const string Version = "2023-06-01";

    private readonly AnthropicModelOptions _options;
    private readonly ServiceClient _client;
    private readonly AnswerReader _answers;

    /// <summary>Prepares the model; nothing is sent and no key is read before it is asked.</summary>
    /// <param name="options">Where the model is and what it costs.</param>
    /// <exception cref="TesseraException">TESS4401: the endpoint is no address.</exception>
    [ImportingConstructor]
    public AnthropicLanguageModel(AnthropicModelOptions options) : this(options, TimeProvider.System)
    {
    }

    internal AnthropicLanguageModel(AnthropicModelOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        var site = new ServiceSite(options.Model, options.Endpoint, new Uri(AnthropicModelOptions.Official), options.ApiKeyVariable)
        {
            Authorize = (headers, key) => headers.Add("x-api-key", key),
            Describe = headers => headers.Add("anthropic-version", Version),
        };
        _options = options;
        _client = new ServiceClient(site, options, time);
        _answers = new AnswerReader(options);
        var thinking = options.ThinkingTokens is { } tokens ? string.Create(CultureInfo.InvariantCulture, $"+thinking-{tokens}") : "";
        Identity = $"anthropic:{options.Model}@{site.Address}{thinking}{RequestBody.Mark(options.Extra)}";
    }

    /// <inheritdoc/>
    public string Identity { get; }

    /// <inheritdoc/>
    public LanguageModelCapabilities Capabilities => LanguageModelCapabilities.Generate | LanguageModelCapabilities.Chat;

    /// <inheritdoc/>
    public int? ContextLimit => _options.ContextLimit;

    /// <inheritdoc/>
    public Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _client.PostAsync(Path, RequestWriter.Write(request, _options), _answers.Read, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) =>
        ManyRequests.AskAsync(
            requests,
            async (request, token) =>
            {
                var chat = new ChatRequest([new ChatMessage(ChatRole.User, request.Prompt)], [], request.Sampling, request.Seed);
                var reply = await ChatAsync(chat, token).ConfigureAwait(false);
                return new Generation(reply.Message.Text, reply.Usage, Truncated: reply.Finish == ChatFinish.LengthReached);
            },
            cancellationToken);

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _client.Dispose();
}
