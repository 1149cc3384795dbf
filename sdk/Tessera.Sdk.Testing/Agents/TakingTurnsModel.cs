using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Agents;

/// <summary>A chat model that calls the tools it is told of in turn, a few times, and then says that it is done.</summary>
internal sealed class TakingTurnsModel : ILanguageModel
{
    private const int Turns = 4;

    public string Identity => "conformance: takes turns";

    public LanguageModelCapabilities Capabilities { get; init; } = LanguageModelCapabilities.Chat;

    /// <summary>What happens at each question first: how many there were before.</summary>
    public Func<int, CancellationToken, Task> OnAsk { get; init; } = (_, _) => Task.CompletedTask;

    public int Asked { get; private set; }

    public async Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await OnAsk(Asked++, cancellationToken).ConfigureAwait(false);
        var turn = request.Messages.Count(message => message.Role == ChatRole.Assistant);
        var message = turn < Turns && request.Tools.Count > 0
            ? new ChatMessage(ChatRole.Assistant, "On with it.", [Call(request.Tools[turn % request.Tools.Count], turn)])
            : new ChatMessage(ChatRole.Assistant, "It is done.");
        return new ChatReply(message, new Usage(10, 5));
    }

    private static ToolCall Call(ToolDefinition tool, int turn)
    {
        var arguments = new JsonObject();
        foreach (var name in tool.Arguments["required"] as JsonArray ?? []) arguments[name!.GetValue<string>()] = string.Create(CultureInfo.InvariantCulture, $"turn {turn}");
        return new ToolCall(string.Create(CultureInfo.InvariantCulture, $"call-{turn}"), tool.Name, arguments);
    }
}
