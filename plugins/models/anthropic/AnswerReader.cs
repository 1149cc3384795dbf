using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Models.Http;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Models.Anthropic;

/// <summary>Reads answers of the Messages API.</summary>
/// <param name="options">Prices.</param>
internal sealed class AnswerReader(AnthropicModelOptions options)
{
    private readonly Prices _prices = new(options, options.CacheWritePrice);

    /// <summary>The answer to a conversation.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public ChatReply Read(JsonObject answer)
    {
        var blocks = answer["content"] as JsonArray ?? throw new FormatException("it has no content");
        var calls = blocks.Where(block => TypeOf(block) == "tool_use").Select(Call).ToList();
        var thoughts = blocks.Where(block => TypeOf(block) == "thinking").Select(block => block.Member("thinking").AsText()).Where(thought => !string.IsNullOrEmpty(thought)).ToList();
        var message = new ChatMessage(ChatRole.Assistant, string.Concat(blocks.Where(block => TypeOf(block) == "text").Select(block => block.Member("text").AsText())), calls.Count == 0 ? null : calls)
        {
            Reasoning = thoughts.Count == 0 ? null : string.Join("\n\n", thoughts),
            ProviderData = blocks.Any(block => TypeOf(block) is "thinking" or "redacted_thinking") ? blocks.DeepClone() : null,
        };
        return new ChatReply(message, Usage(answer["usage"])) { Finish = Finish(answer["stop_reason"].AsText()) };
    }

    private static string? TypeOf(JsonNode? block) => block.Member("type").AsText();

    private static ToolCall Call(JsonNode? block, int index)
    {
        var tool = block.Member("name").AsText();
        if (string.IsNullOrEmpty(tool)) throw new FormatException("it calls a tool without a name");
        var id = block.Member("id").AsText();
        if (string.IsNullOrEmpty(id)) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"its call {index + 1} has no id"));
        return ToolArguments.Call(id, tool, block.Member("input"));
    }

    private static ChatFinish Finish(string? reason) => reason switch
    {
        "max_tokens" or "model_context_window_exceeded" => ChatFinish.LengthReached,
        "refusal" => ChatFinish.Refused,
        _ => ChatFinish.Complete,
    };

    // The API counts what comes from the cache and what goes into it apart from other input.
    private Usage Usage(JsonNode? usage)
    {
        var (read, written) = (usage.Member("cache_read_input_tokens").AsCount(), usage.Member("cache_creation_input_tokens").AsCount());
        return _prices.Usage(usage.Member("input_tokens").AsCount() + read + written, read, usage.Member("output_tokens").AsCount(), written);
    }
}
