using Tessera.Sdk.Language;

namespace Tessera.Models.Http;

/// <summary>A language model behind a service: what all of them begin with, whatever protocol they speak.</summary>
public abstract class ServiceLanguageModel : ILanguageModel, IDisposable
{
    private readonly ServiceOptions _options;

    /// <summary>Prepares the model; nothing is sent and no key is read before it is asked.</summary>
    /// <param name="provider">The plugin's name, with which the identity begins.</param>
    /// <param name="options">What the model is and costs.</param>
    /// <param name="site">Where it is.</param>
    /// <param name="time">Measures waits and bounds.</param>
    /// <param name="mark">What else of the options decides about answers; empty for nothing.</param>
    private protected ServiceLanguageModel(string provider, ServiceOptions options, ServiceSite site, TimeProvider time, string mark)
    {
        _options = options;
        Client = new ServiceClient(site, options, time);
        Identity = $"{provider}:{options.Model}@{site.Address}{mark}{RequestBody.Mark(options.Extra)}";
    }

    /// <inheritdoc/>
    public string Identity { get; }

    /// <inheritdoc/>
    public abstract LanguageModelCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public int? ContextLimit => _options.ContextLimit;

    /// <inheritdoc/>
    public virtual TokenPrices? Prices => Http.Prices.Highest(_options);

    private protected ServiceClient Client { get; }

    /// <inheritdoc/>
    public async Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var group = new RequestGroup(cancellationToken);
        return await ChatOneAsync(request, group).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) =>
        ManyRequests.AskAsync(requests, GenerateOneAsync, cancellationToken);

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        Client.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Answers a conversation.</summary>
    private protected abstract Task<ChatReply> ChatOneAsync(ChatRequest request, RequestGroup group);

    /// <summary>Continues a prompt, unless the protocol has another way: by the answer to a message.</summary>
    private protected virtual async Task<Generation> GenerateOneAsync(GenerationRequest request, RequestGroup group)
    {
        var chat = new ChatRequest([new ChatMessage(ChatRole.User, request.Prompt)], [], request.Sampling, request.Seed);
        var reply = await ChatOneAsync(chat, group).ConfigureAwait(false);
        return new Generation(reply.Message.Text, reply.Usage, Truncated: reply.Finish == ChatFinish.LengthReached);
    }
}
