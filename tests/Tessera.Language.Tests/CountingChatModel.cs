using System.Text.Json.Nodes;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Language.Tests;

/// <summary>Stands for a service that would have to be paid: numbers its answers, so that one can see who was asked.</summary>
internal sealed class CountingChatModel : ILanguageModel, IAsyncDisposable
{
    private int _chats;

    public int Chats => _chats;

    public bool IsSeeded { get; init; }

    public bool IsDisposed { get; private set; }

    public string Identity => "counting";

    public LanguageModelCapabilities Capabilities => LanguageModelCapabilities.Chat | (IsSeeded ? LanguageModelCapabilities.Seeded : 0);

    public int? ContextLimit => 4096;

    public Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _chats);
        var message = new ChatMessage(ChatRole.Assistant, $"answer {number}", [new ToolCall("c", "view", new JsonObject { ["path"] = "y" }) { UnreadableArguments = "?" }])
        {
            Reasoning = "Hm.",
            ProviderData = new JsonArray("signed"),
        };
        return Task.FromResult(new ChatReply(message, new Usage(10, 5) { CachedInputTokens = 3, Cost = 0.125m }) { Finish = ChatFinish.LengthReached });
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
