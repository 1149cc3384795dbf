using System.Text.Json.Nodes;
using Tessera.Models.Anthropic;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Models.Http.Tests;

public sealed class AnthropicConversationSpecs
{
    private const string Mark = "\"cache_control\": {\"type\": \"ephemeral\"}";

    private static readonly ToolDefinition View = new("view", "Shows a file.", JsonNode.Parse("""{"type":"object"}""")!.AsObject());
    private static readonly ToolDefinition Eval = new("eval", "Runs the tests.", JsonNode.Parse("""{"type":"object"}""")!.AsObject());

    private static readonly ChatMessage[] Conversation =
    [
        new(ChatRole.System, "You repair programs."),
        new(ChatRole.User, "Repair it."),
        new(ChatRole.Assistant, "I look.", [new ToolCall("a", "view", new JsonObject { ["path"] = "x.py" }), new ToolCall("b", "eval", []) { UnreadableArguments = "?" }]),
        new(ChatRole.User, "Be quick."),
        new(ChatRole.Tool, "It failed.", CallId: "b") { Failed = true },
        new(ChatRole.Tool, "", CallId: "a"),
    ];

    [Fact]
    public async Task A_conversation_with_tools_is_written_in_turns_with_results_in_the_order_of_calls_and_marks_for_the_cache()
    {
        await using var server = new MisbehavingServer().Answer(Service.Anthropic.Answer);
        using var model = Create(server);
        await model.ChatAsync(new ChatRequest(Conversation, [View, Eval], new SamplingOptions { Temperature = 0.5, TopP = 0.9, MaxTokens = 99, Stop = ["END"] }) { MustCall = true }, CancellationToken.None);

        server.Requests[0].Path.Should().Be("/v1/messages");
        server.Requests[0].Json.ShouldBe($$$"""
            {
              "model": "test-model", "max_tokens": 99,
              "tools": [
                {"name": "view", "description": "Shows a file.", "input_schema": {"type": "object"}},
                {"name": "eval", "description": "Runs the tests.", "input_schema": {"type": "object"}, {{{Mark}}}}],
              "tool_choice": {"type": "any"},
              "system": [{"type": "text", "text": "You repair programs.", {{{Mark}}}}],
              "messages": [
                {"role": "user", "content": [{"type": "text", "text": "Repair it.", {{{Mark}}}}]},
                {"role": "assistant", "content": [
                  {"type": "text", "text": "I look."},
                  {"type": "tool_use", "id": "a", "name": "view", "input": {"path": "x.py"}},
                  {"type": "tool_use", "id": "b", "name": "eval", "input": {}}]},
                {"role": "user", "content": [
                  {"type": "tool_result", "tool_use_id": "a"},
                  {"type": "tool_result", "tool_use_id": "b", "content": "It failed.", "is_error": true},
                  {"type": "text", "text": "Be quick.", {{{Mark}}}}]}
              ],
              "stop_sequences": ["END"], "temperature": 0.5, "top_p": 0.9
            }
            """);
    }

    [Fact]
    public async Task Caching_can_be_left_out_and_never_marks_more_than_four_places()
    {
        await using var server = new MisbehavingServer().Answer(Service.Anthropic.Answer);
        using var plain = Create(server, options => options.Cache = false);
        using var cached = Create(server);
        ChatMessage[] longer = [.. Conversation, new(ChatRole.Assistant, "So."), new(ChatRole.User, "And?"), new(ChatRole.Assistant, "Well."), new(ChatRole.User, "Yes?")];
        await plain.ChatAsync(new ChatRequest(longer, [View, Eval], new SamplingOptions()), CancellationToken.None);
        await cached.ChatAsync(new ChatRequest(longer, [View, Eval], new SamplingOptions()), CancellationToken.None);
        server.Requests[0].Body.Should().NotContain("cache_control");
        server.Requests[1].Body.Split("cache_control").Should().HaveCount(5);
        server.Requests[1].Json["messages"]!.AsArray()[^1]!["content"]![0]!["cache_control"].Should().NotBeNull();
        server.Requests[1].Json["messages"]!.AsArray()[^3]!["content"]![0]!["cache_control"].Should().NotBeNull();
    }

    [Fact]
    public async Task Speakers_that_speak_twice_and_empty_words_make_no_turns_of_their_own()
    {
        await using var server = new MisbehavingServer().Answer(Service.Anthropic.Answer);
        using var model = Create(server, options => options.Cache = false);
        await model.ChatAsync(
            new ChatRequest([new(ChatRole.User, "One."), new(ChatRole.Assistant, ""), new(ChatRole.System, "Two."), new(ChatRole.User, "")], [], new SamplingOptions()), CancellationToken.None);
        server.Requests[0].Json.ShouldBe("""
            {"model": "test-model", "max_tokens": 256, "temperature": 0,
             "messages": [{"role": "user", "content": [{"type": "text", "text": "One."}, {"type": "text", "text": "Two."}]}]}
            """);
    }

    [Fact]
    public async Task Signed_thoughts_go_back_unchanged_and_in_their_places()
    {
        const string content = """
            [{"type": "thinking", "thinking": "First I look.", "signature": "c2lnbmF0dXJlMQ=="},
             {"type": "redacted_thinking", "data": "ZW5jcnlwdGVk"},
             {"type": "text", "text": "I look."},
             {"type": "thinking", "thinking": "Then I run.", "signature": "c2lnbmF0dXJlMg=="},
             {"type": "tool_use", "id": "a", "name": "view", "input": {"path": "x.py"}}]
            """;
        await using var server = new MisbehavingServer().Answer($$$"""{"content": {{{content}}}, "stop_reason": "tool_use", "usage": {"input_tokens": 1, "output_tokens": 2}}""");
        using var model = Create(server, options => options.ThinkingTokens = 2048);
        var question = new ChatMessage(ChatRole.User, "Repair it.");
        var reply = await model.ChatAsync(new ChatRequest([question], [View], new SamplingOptions { MaxTokens = 100 }) { MustCall = true }, CancellationToken.None);

        reply.Message.Text.Should().Be("I look.");
        reply.Message.Reasoning.Should().Be("First I look.\n\nThen I run.");
        reply.Message.Calls.Should().ContainSingle(call => call.Id == "a" && call.Tool == "view");
        await model.ChatAsync(new ChatRequest([question, reply.Message, new(ChatRole.Tool, "1: x", CallId: "a")], [View], new SamplingOptions { MaxTokens = 100 }), CancellationToken.None);

        JsonNode.DeepEquals(server.Requests[1].Json["messages"]![1]!["content"], JsonNode.Parse(content)).Should().BeTrue(server.Requests[1].Body);
        var first = server.Requests[0].Json;
        first["thinking"]!.AsObject().ShouldBe("""{"type": "enabled", "budget_tokens": 2048}""");
        ((int)first["max_tokens"]!).Should().Be(2148);
        first.Select(member => member.Key).Should().NotContain(["temperature", "tool_choice"], "a model that thinks takes neither");
    }

    [Theory]
    [InlineData("end_turn", ChatFinish.Complete)]
    [InlineData("tool_use", ChatFinish.Complete)]
    [InlineData("max_tokens", ChatFinish.LengthReached)]
    [InlineData("model_context_window_exceeded", ChatFinish.LengthReached)]
    [InlineData("refusal", ChatFinish.Refused)]
    public async Task An_answer_says_why_it_ended(string reason, ChatFinish finish)
    {
        await using var server = new MisbehavingServer().Answer(Service.Anthropic.Answer.Replace("end_turn", reason));
        using var model = Create(server);
        (await model.AskAsync()).Finish.Should().Be(finish);
    }

    [Fact]
    public async Task Several_calls_of_one_answer_all_arrive_readable_or_not()
    {
        await using var server = new MisbehavingServer().Answer(
            """{"content": [{"type": "tool_use", "id": "a", "name": "view", "input": {"path": "x"}}, {"type": "tool_use", "id": "b", "name": "fly", "input": {}}, {"type": "tool_use", "id": "c", "name": "view", "input": "x"}], "stop_reason": "tool_use"}""");
        using var model = Create(server);
        var calls = (await model.AskAsync()).Message.Calls!;
        calls.Select(call => (call.Id, call.Tool, call.Arguments.ToJsonString(), call.UnreadableArguments)).Should().Equal(
            ("a", "view", """{"path":"x"}""", null), ("b", "fly", "{}", null), ("c", "view", "{}", "x"));
    }

    [Fact]
    public async Task Tokens_have_their_price_in_and_out_of_the_cache()
    {
        await using var server = new MisbehavingServer().Answer(
            """{"content": [], "usage": {"input_tokens": 100, "cache_creation_input_tokens": 400, "cache_read_input_tokens": 1500, "output_tokens": 50}}""");
        using var model = Create(server, options => (options.InputPrice, options.CachedInputPrice, options.CacheWritePrice, options.OutputPrice) = (3, 0.3, 3.75, 15));
        var usage = (await model.AskAsync()).Usage;
        usage.Should().Be(new Usage(2000, 50) { CachedInputTokens = 1500, Cost = 0.003m });
    }

    [Fact]
    public async Task A_prompt_is_continued_as_the_answer_to_a_message()
    {
        await using var server = new MisbehavingServer().Answer(Service.Anthropic.Answer);
        using var model = Create(server);
        var answers = await model.GenerateAsync([new("Does it work?", new SamplingOptions()), new("And now?", new SamplingOptions())], CancellationToken.None);
        answers.Should().AllBeEquivalentTo(new Generation("It works.", new Usage(7, 3)));
        model.Capabilities.Should().Be(LanguageModelCapabilities.Generate | LanguageModelCapabilities.Chat);
        model.Identity.Should().Be($"anthropic:test-model@{server.Address}/v1");
    }

    private static AnthropicLanguageModel Create(MisbehavingServer server, Action<AnthropicModelOptions>? configure = null)
    {
        var options = new AnthropicModelOptions { Model = "test-model", Endpoint = server.Address + "/v1", ApiKeyVariable = "", Retries = 0 };
        configure?.Invoke(options);
        return new AnthropicLanguageModel(options);
    }
}
