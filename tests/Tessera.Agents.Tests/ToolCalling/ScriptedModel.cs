using System.Text.Json.Nodes;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.Tests.ToolCalling;

/// <summary>Stands for a paid service: answers by a script, and keeps what it was asked.</summary>
internal sealed class ScriptedModel(Func<int, ChatRequest, ChatReply> answer) : ILanguageModel
{
    public List<ChatRequest> Questions { get; } = [];

    public string Identity => "scripted";

    public LanguageModelCapabilities Capabilities { get; init; } = LanguageModelCapabilities.Chat;

    public int? ContextLimit { get; init; } = 100_000;

    /// <summary>Answers one after another, the last one for ever.</summary>
    public static ScriptedModel Saying(params ChatReply[] replies) => new((number, _) => replies[Math.Min(number, replies.Length - 1)]);

    public static ChatReply Words(string text, ChatFinish finish = ChatFinish.Complete) => new(new ChatMessage(ChatRole.Assistant, text), default) { Finish = finish };

    public static ChatReply Calls(params string[] tools) => new(
        new ChatMessage(ChatRole.Assistant, "", [.. tools.Select((tool, number) => new ToolCall($"{tool}-{number}", tool, new JsonObject { ["path"] = "a.py" }))]), default);

    public Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        Questions.Add(request);
        return Task.FromResult(answer(Questions.Count - 1, request));
    }
}
