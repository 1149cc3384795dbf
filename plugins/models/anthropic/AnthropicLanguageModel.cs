using System.Composition;
using System.Globalization;
using Tessera.Models.Http;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;

namespace Tessera.Models.Anthropic;

/// <summary>A language model behind Anthropic's Messages API.</summary>
/// <remarks>Options, keys, prices and errors are described in docs/language-models.md.</remarks>
[LanguageModel("anthropic", Description = "A language model behind Anthropic's Messages API.", Options = typeof(AnthropicModelOptions))]
public sealed class AnthropicLanguageModel : ServiceLanguageModel
{
    private const string Path = "/messages";
    private const string Version = "2023-06-01";

    private readonly AnthropicModelOptions _options;
    private readonly AnswerReader _answers;

    /// <summary>Prepares the model; nothing is sent and no key is read before it is asked.</summary>
    /// <param name="options">Where the model is and what it costs.</param>
    /// <exception cref="TesseraException">TESS4401: the endpoint is no address.</exception>
    [ImportingConstructor]
    public AnthropicLanguageModel(AnthropicModelOptions options) : this(options, TimeProvider.System)
    {
    }

    internal AnthropicLanguageModel(AnthropicModelOptions options, TimeProvider time)
        : base("anthropic", options, SiteOf(options), time, options.ThinkingTokens is { } tokens ? string.Create(CultureInfo.InvariantCulture, $"+thinking-{tokens}") : "") =>
        (_options, _answers) = (options, new AnswerReader(options));

    /// <inheritdoc/>
    public override LanguageModelCapabilities Capabilities => LanguageModelCapabilities.Generate | LanguageModelCapabilities.Chat;

    /// <inheritdoc/>
    public override TokenPrices? Prices => Http.Prices.Highest(_options, _options.CacheWritePrice);

    private protected override Task<ChatReply> ChatOneAsync(ChatRequest request, RequestGroup group) =>
        Client.PostAsync(Path, RequestWriter.Write(request, _options), _answers.Read, group);

    private static ServiceSite SiteOf(AnthropicModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ServiceSite(options.Model, options.Endpoint, new Uri(AnthropicModelOptions.Official), options.ApiKeyVariable)
        {
            Authorize = (headers, key) => headers.Add("x-api-key", key),
            Describe = headers => headers.Add("anthropic-version", Version),
        };
    }
}
