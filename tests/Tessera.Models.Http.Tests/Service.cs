using System.Text.Json.Nodes;
using Tessera.Models.Anthropic;
using Tessera.Models.OpenAI;
using Tessera.Sdk.Language;

namespace Tessera.Models.Http.Tests;

/// <summary>One of the protocols, with its answers, so that one test asks both.</summary>
public sealed class Service
{
    /// <summary>The time that tests give an attempt, in hurried time.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(500);

    private readonly Func<string, string, int, double, TimeProvider, ILanguageModel> _create;

    private Service(string name, string answer, Func<string, string, int, double, TimeProvider, ILanguageModel> create) => (Name, Answer, _create) = (name, answer, create);

    public static Service OpenAI { get; } = new(
        "openai",
        """{"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"It works."},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3}}""",
        (address, variable, retries, timeout, time) => new OpenAILanguageModel(
            new OpenAIModelOptions { Model = "test-model", Endpoint = address + "/v1", ApiKeyVariable = variable, Retries = retries, TimeoutSeconds = timeout }, time));

    public static Service Anthropic { get; } = new(
        "anthropic",
        """{"id":"1","type":"message","role":"assistant","content":[{"type":"text","text":"It works."}],"stop_reason":"end_turn","usage":{"input_tokens":7,"output_tokens":3}}""",
        (address, variable, retries, timeout, time) => new AnthropicLanguageModel(
            new AnthropicModelOptions { Model = "test-model", Endpoint = address + "/v1", ApiKeyVariable = variable, Retries = retries, TimeoutSeconds = timeout }, time));

    public static TheoryData<string> Names => ["openai", "anthropic"];

    public string Name { get; }

    /// <summary>An answer as it should be.</summary>
    public string Answer { get; }

    public static Service Of(string name) => name == "openai" ? OpenAI : Anthropic;

    /// <summary>The model that asks a server.</summary>
    public ILanguageModel Create(string address, string keyVariable = "", int retries = 3, TimeProvider? time = null, TimeSpan? timeout = null) =>
        _create(address, keyVariable, retries, (timeout ?? Timeout).TotalSeconds, time ?? new HurriedTime());

    /// <summary>A fault as the service writes it.</summary>
    public string Fault(string type, string message) => Name == "openai"
        ? new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = "invalid_request_error", ["code"] = type } }.ToJsonString()
        : new JsonObject { ["type"] = "error", ["error"] = new JsonObject { ["type"] = type, ["message"] = message } }.ToJsonString();

    public override string ToString() => Name;
}
