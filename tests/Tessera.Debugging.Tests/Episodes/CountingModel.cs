using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;

namespace Tessera.Debugging.Tests.Episodes;

/// <summary>A chat model that says how long the conversation is, and takes a price for it.</summary>
internal sealed class CountingModel : ILanguageModel
{
    public static Part<ILanguageModel> Part { get; } = new("model/counting", () => new OwnedPart<ILanguageModel>(new CountingModel()));

    public string Identity => "counting";

    public LanguageModelCapabilities Capabilities => LanguageModelCapabilities.Chat;

    public Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        var letters = request.Messages.Sum(message => message.Text.Length);
        return Task.FromResult(new ChatReply(new ChatMessage(ChatRole.Assistant, $"{request.Messages.Count} messages"), new Usage(letters, 3) { CachedInputTokens = letters / 2, Cost = letters * 0.001m }));
    }
}
