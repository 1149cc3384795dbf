using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests.Agents;

/// <summary>One of the protocols of language models: how a server writes what a model says, and what the model was told.</summary>
internal abstract class ChatProtocol
{
    /// <summary>What every answer counts as read and as written.</summary>
    public const int Read = 100, Written = 10;

    public static ChatProtocol OpenAI { get; } = new OpenAIProtocol();

    public static ChatProtocol Anthropic { get; } = new AnthropicProtocol();

    public abstract string Name { get; }

    /// <summary>An answer that calls tools. Arguments are JSON; where the protocol writes them as text, they may be any.</summary>
    public abstract string Calling(params (string Id, string Tool, string Arguments)[] calls);

    /// <summary>An answer of words.</summary>
    /// <param name="text">The words.</param>
    /// <param name="finish">Why the model stopped, in the protocol's words; null for the usual.</param>
    public abstract string Saying(string text, string? finish = null);

    /// <summary>What the tools answered to the calls of the last turn, in the order of the question.</summary>
    public abstract IReadOnlyList<(string Id, string Text)> Results(ReceivedRequest question);

    /// <summary>A fault in the protocol's form.</summary>
    public abstract string Fault(string type, string message);

    /// <summary>Looks at the program, so that there is something to lose.</summary>
    public string Look => Calling(("first", "view", """{"path": "total.py"}"""));

    /// <summary>The calls that solve the task.</summary>
    public IReadOnlyList<string> Repair =>
    [
        Calling(("mend", "rewrite", """{"path": "total.py", "start": 3, "end": 3, "new_code": "    for price in prices:\n"}""")),
        Calling(("check", "eval", "{}")),
        Calling(("end", "submit", "{}")),
    ];

    private sealed class OpenAIProtocol : ChatProtocol
    {
        public override string Name => "openai";

        public override string Calling(params (string Id, string Tool, string Arguments)[] calls) => Answer("tool_calls", new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = null,
            ["tool_calls"] = new JsonArray([.. calls.Select(call => (JsonNode)new JsonObject
            {
                ["id"] = call.Id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = call.Tool, ["arguments"] = call.Arguments },
            })]),
        });

        public override string Saying(string text, string? finish = null) => Answer(finish ?? "stop", new JsonObject { ["role"] = "assistant", ["content"] = text });

        public override IReadOnlyList<(string Id, string Text)> Results(ReceivedRequest question) =>
        [
            .. question.Json["messages"]!.AsArray().Reverse().TakeWhile(message => Text(message!["role"]) == "tool").Reverse()
                .Select(message => (Text(message!["tool_call_id"]), Text(message["content"]))),
        ];

        public override string Fault(string type, string message) => new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["code"] = type } }.ToJsonString();

        private static string Answer(string finish, JsonObject message) => new JsonObject
        {
            ["id"] = "1",
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = finish }),
            ["usage"] = new JsonObject { ["prompt_tokens"] = Read, ["completion_tokens"] = Written },
        }.ToJsonString();
    }

    private sealed class AnthropicProtocol : ChatProtocol
    {
        public override string Name => "anthropic";

        public override string Calling(params (string Id, string Tool, string Arguments)[] calls) => Answer(
            "tool_use", [.. calls.Select(call => (JsonNode)new JsonObject { ["type"] = "tool_use", ["id"] = call.Id, ["name"] = call.Tool, ["input"] = JsonNode.Parse(call.Arguments) })]);

        public override string Saying(string text, string? finish = null) =>
            Answer(finish ?? "end_turn", text.Length == 0 ? [] : [new JsonObject { ["type"] = "text", ["text"] = text }]);

        public override IReadOnlyList<(string Id, string Text)> Results(ReceivedRequest question) =>
        [
            .. question.Json["messages"]!.AsArray()[^1]!["content"]!.AsArray().Where(block => Text(block!["type"]) == "tool_result")
                .Select(block => (Text(block!["tool_use_id"]), Text(block["content"]))),
        ];

        public override string Fault(string type, string message) =>
            new JsonObject { ["type"] = "error", ["error"] = new JsonObject { ["type"] = type, ["message"] = message } }.ToJsonString();

        private static string Answer(string finish, JsonArray content) => new JsonObject
        {
            ["id"] = "1", ["type"] = "message", ["role"] = "assistant", ["content"] = content, ["stop_reason"] = finish,
            ["usage"] = new JsonObject { ["input_tokens"] = Read, ["output_tokens"] = Written },
        }.ToJsonString();
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
