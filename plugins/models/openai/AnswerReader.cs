using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Models.Http;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Models.OpenAI;

/// <summary>Reads answers of servers, which keep to the protocol more or less.</summary>
/// <param name="options">Prices, and what is sent back.</param>
internal sealed class AnswerReader(OpenAIModelOptions options)
{
    // Signed or structured reasoning is worth nothing to people, and is always wanted back unchanged.
    private const string ReasoningDetails = "reasoning_details";

    private static readonly string[] ReasoningMembers = ["reasoning_content", "reasoning"];

    private readonly Prices _prices = new(options);

    /// <summary>The answer to a conversation.</summary>
    /// <param name="answer">The body.</param>
    /// <param name="conversation">What was asked, so that calls without an id get one of their own.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public ChatReply Chat(JsonObject answer, IReadOnlyList<ChatMessage> conversation)
    {
        var choice = Choice(answer);
        var message = choice["message"] as JsonObject ?? throw new FormatException("its choice has no message");
        var refusal = message["refusal"].AsText();
        var text = Text(message["content"]);
        var calls = Calls(message["tool_calls"], conversation);
        var reply = new ChatMessage(ChatRole.Assistant, text.Length == 0 ? refusal ?? "" : text, calls.Count == 0 ? null : calls)
        {
            Reasoning = ReasoningMembers.Select(name => message[name].AsText()).FirstOrDefault(reasoning => !string.IsNullOrEmpty(reasoning)),
            ProviderData = ProviderData(message),
        };
        return new ChatReply(reply, Usage(answer)) { Finish = string.IsNullOrEmpty(refusal) ? Finish(choice) : ChatFinish.Refused };
    }

    /// <summary>The continuation of a text.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public Generation Completion(JsonObject answer)
    {
        var choice = Choice(answer);
        var text = choice["text"].AsText() ?? throw new FormatException("its choice has no text");
        return new Generation(text, Usage(answer), Truncated: Finish(choice) == ChatFinish.LengthReached);
    }

    public Usage Usage(JsonObject answer)
    {
        var usage = answer["usage"];
        var cached = usage.Member("prompt_tokens_details").Member("cached_tokens") ?? usage.Member("prompt_cache_hit_tokens");
        return _prices.Usage(usage.Member("prompt_tokens").AsCount(), cached.AsCount(), usage.Member("completion_tokens").AsCount());
    }

    /// <summary>The choice that was asked for: one is, so it is the one with the index 0, wherever it stands among others; the first where none says its index.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static JsonObject Choice(JsonObject answer)
    {
        var choices = answer["choices"].Elements().OfType<JsonObject>().ToList();
        return choices.Find(choice => choice["index"] is JsonValue index && index.TryGetValue<int>(out var number) && number == 0)
            ?? choices.FirstOrDefault()
            ?? throw new FormatException("it has no choices");
    }

    private static ChatFinish Finish(JsonObject choice) => choice["finish_reason"].AsText() switch
    {
        "length" => ChatFinish.LengthReached,
        "content_filter" => ChatFinish.Refused,
        _ => ChatFinish.Complete,
    };

    private static string Text(JsonNode? content) => content.AsText() ?? string.Concat(content.Elements().Select(part => part.Member("text").AsText()));

    private static List<ToolCall> Calls(JsonNode? written, IReadOnlyList<ChatMessage> conversation)
    {
        var calls = new List<ToolCall>();
        var taken = conversation.SelectMany(message => message.Calls ?? []).Select(call => call.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var call in written.Elements())
        {
            var function = call.Member("function");
            var tool = function.Member("name").AsText();
            if (string.IsNullOrEmpty(tool)) throw new FormatException("it calls a tool without a name");
            var id = call.Member("id").AsText();
            for (var number = taken.Count + 1; string.IsNullOrEmpty(id) || !taken.Add(id); number++) id = string.Create(CultureInfo.InvariantCulture, $"call-{number}");
            calls.Add(ToolArguments.Call(id, tool, function.Member("arguments")));
        }

        return calls;
    }

    private JsonObject? ProviderData(JsonObject message)
    {
        var kept = new JsonObject();
        if (message[ReasoningDetails] is JsonArray details) kept[ReasoningDetails] = details.DeepClone();
        foreach (var name in options.ReturnReasoning ? ReasoningMembers : [])
        {
            if (message[name].AsText() is { Length: > 0 } reasoning) kept[name] = reasoning;
        }

        return kept.Count == 0 ? null : kept;
    }
}
