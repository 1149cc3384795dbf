using System.Text.Json.Nodes;
using Tessera.Models.OpenAI;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tools;

namespace Tessera.Models.Http.Tests;

public sealed class OpenAIConversationSpecs
{
    private static readonly ToolDefinition View = new("view", "Shows a file.", JsonNode.Parse("""{"type":"object","properties":{"path":{"type":"string"}}}""")!.AsObject());

    [Fact]
    public async Task A_conversation_with_tools_is_written_as_the_protocol_wants_it()
    {
        await using var server = new MisbehavingServer().Answer(Service.OpenAI.Answer);
        using var model = Create(server);
        ChatMessage[] messages =
        [
            new(ChatRole.System, "You repair programs."),
            new(ChatRole.User, "Repair it."),
            new(ChatRole.Assistant, "", [new ToolCall("a", "view", new JsonObject { ["path"] = "x.py" }), new ToolCall("b", "view", []) { UnreadableArguments = "{\"pa" }]),
            new(ChatRole.Tool, "1: x = 1", CallId: "a"),
            new(ChatRole.Tool, "The arguments are no JSON.", CallId: "b") { Failed = true },
            new(ChatRole.Assistant, "I see."),
        ];
        await model.ChatAsync(new ChatRequest(messages, [View], new SamplingOptions { Temperature = 0.5, TopP = 0.9, MaxTokens = 99, Stop = ["END"] }, new Seed(5)) { MustCall = true }, CancellationToken.None);

        server.Requests[0].Path.Should().Be("/v1/chat/completions");
        var seed = (int)server.Requests[0].Json["seed"]!;
        seed.Should().BePositive();
        server.Requests[0].Json.ShouldBe($$$$$$"""
            {
              "model": "test-model",
              "messages": [
                {"role": "system", "content": "You repair programs."},
                {"role": "user", "content": "Repair it."},
                {"role": "assistant", "content": null, "tool_calls": [
                  {"id": "a", "type": "function", "function": {"name": "view", "arguments": "{\u0022path\u0022:\u0022x.py\u0022}"}},
                  {"id": "b", "type": "function", "function": {"name": "view", "arguments": "{}"}}]},
                {"role": "tool", "tool_call_id": "a", "content": "1: x = 1"},
                {"role": "tool", "tool_call_id": "b", "content": "The arguments are no JSON."},
                {"role": "assistant", "content": "I see."}
              ],
              "tools": [{"type": "function", "function": {"name": "view", "description": "Shows a file.", "parameters": {"type": "object", "properties": {"path": {"type": "string"}}}}}],
              "tool_choice": "required",
              "max_tokens": 99, "temperature": 0.5, "top_p": 0.9, "stop": ["END"], "seed": {{{{{{seed}}}}}}
            }
            """);
    }

    [Fact]
    public async Task What_is_not_asked_for_is_not_sent()
    {
        await using var server = new MisbehavingServer().Answer(Service.OpenAI.Answer);
        using var model = Create(server);
        await model.ChatAsync(new ChatRequest([new(ChatRole.User, "Hello.")], [], new SamplingOptions()) { MustCall = true }, CancellationToken.None);
        server.Requests[0].Json.ShouldBe("""{"model": "test-model", "messages": [{"role": "user", "content": "Hello."}], "max_tokens": 256, "temperature": 0}""");
    }

    [Fact]
    public async Task Several_calls_of_one_answer_all_arrive_readable_or_not()
    {
        await using var server = Answering("""
            {"role": "assistant", "content": null, "tool_calls": [
              {"id": "x", "type": "function", "function": {"name": "view", "arguments": "{\"path\": \"a.py\"}"}},
              {"id": "y", "type": "function", "function": {"name": "fly", "arguments": ""}},
              {"id": "z", "type": "function", "function": {"name": "view", "arguments": "{\"path\": \"a"}},
              {"type": "function", "function": {"name": "view", "arguments": {"path": "b.py"}}},
              {"id": "x", "type": "function", "function": {"name": "view", "arguments": "[1]"}},
              {"id": "", "type": "function", "function": {"name": "view", "arguments": "{\"path\":1,\"path\":2}"}},
              {"id": "n", "type": "function", "function": {"name": "view", "arguments": null}}]}
            """, "tool_calls");
        using var model = Create(server);
        var earlier = new ChatMessage(ChatRole.Assistant, "", [new ToolCall("call-4", "view", [])]);
        var reply = await model.ChatAsync(new ChatRequest([new(ChatRole.User, "Go on."), earlier, new(ChatRole.Tool, "", CallId: "call-4")], [View], new SamplingOptions()), CancellationToken.None);

        reply.Finish.Should().Be(ChatFinish.Complete);
        reply.Message.Text.Should().BeEmpty();
        var calls = reply.Message.Calls!;
        calls.Select(call => call.Tool).Should().Equal("view", "fly", "view", "view", "view", "view", "view");
        calls.Select(call => call.Arguments.ToJsonString()).Should().Equal("""{"path":"a.py"}""", "{}", "{}", """{"path":"b.py"}""", "{}", "{}", "{}");
        calls.Select(call => call.UnreadableArguments).Should().Equal(null, null, "{\"path\": \"a", null, "[1]", """{"path":1,"path":2}""", null);
        calls.Select(call => call.Id).Append("call-4").Should().OnlyHaveUniqueItems().And.NotContain("");
        calls.Select(call => call.Id).Take(3).Should().Equal("x", "y", "z");
    }

    [Theory]
    [InlineData("stop", ChatFinish.Complete)]
    [InlineData("tool_calls", ChatFinish.Complete)]
    [InlineData("length", ChatFinish.LengthReached)]
    [InlineData("content_filter", ChatFinish.Refused)]
    [InlineData("something_new", ChatFinish.Complete)]
    public async Task An_answer_says_why_it_ended(string reason, ChatFinish finish)
    {
        await using var server = Answering("""{"content": "So"}""", reason);
        (await Create(server).AskAsync()).Finish.Should().Be(finish);
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_models_words()
    {
        await using var server = Answering("""{"content": null, "refusal": "I cannot help with that."}""");
        var reply = await Create(server).AskAsync();
        reply.Finish.Should().Be(ChatFinish.Refused);
        reply.Message.Text.Should().Be("I cannot help with that.");
    }

    [Theory]
    [InlineData("reasoning_content")]
    [InlineData("reasoning")]
    public async Task Reasoning_is_kept_for_people_and_sent_back_where_the_model_wants_it(string member)
    {
        await using var server = Answering($$"""{"content": "Yes.", "{{member}}": "Let me think.", "reasoning_details": [{"type": "reasoning.encrypted", "data": "c2lnbmVk"}]}""");
        var reply = await Create(server).AskAsync();
        reply.Message.Reasoning.Should().Be("Let me think.");
        reply.Message.ProviderData!.AsObject().ShouldBe("""{"reasoning_details": [{"type": "reasoning.encrypted", "data": "c2lnbmVk"}]}""");

        using var returning = Create(server, options => options.ReturnReasoning = true);
        var first = await returning.AskAsync();
        await returning.ChatAsync(new ChatRequest([new(ChatRole.User, "Does it work?"), first.Message, new(ChatRole.User, "Sure?")], [], new SamplingOptions()), CancellationToken.None);
        server.Requests[^1].Json["messages"]![1]!.AsObject().ShouldBe(
            $$"""{"role": "assistant", "content": "Yes.", "reasoning_details": [{"type": "reasoning.encrypted", "data": "c2lnbmVk"}], "{{member}}": "Let me think."}""");
    }

    [Fact]
    public async Task Text_in_parts_is_one_text()
    {
        await using var server = Answering("""{"content": [{"type": "text", "text": "It "}, {"type": "text", "text": "works."}]}""");
        (await Create(server).AskAsync()).Message.Text.Should().Be("It works.");
    }

    [Theory]
    [InlineData("""{"prompt_tokens": 1000, "completion_tokens": 200, "prompt_tokens_details": {"cached_tokens": 600}}""", 600, 0.00308)]
    [InlineData("""{"prompt_tokens": 1000, "completion_tokens": 200, "prompt_cache_hit_tokens": 600}""", 600, 0.00308)]
    [InlineData("""{"prompt_tokens": 1000, "completion_tokens": 200, "prompt_tokens_details": null}""", 0, 0.004)]
    public async Task Tokens_have_their_price(string usage, int cached, double cost)
    {
        await using var server = Answering("""{"content": "So"}""", usage: usage);
        using var model = Create(server, options => (options.InputPrice, options.CachedInputPrice, options.OutputPrice) = (2, 0.4666666666666667, 10));
        var reply = await model.AskAsync();
        reply.Usage.InputTokens.Should().Be(1000);
        reply.Usage.OutputTokens.Should().Be(200);
        reply.Usage.CachedInputTokens.Should().Be(cached);
        ((double)reply.Usage.Cost).Should().BeApproximately(cost, 1e-12);
    }

    [Fact]
    public async Task Without_usage_and_prices_nothing_is_counted()
    {
        await using var server = Answering("""{"content": "So"}""", usage: "null");
        (await Create(server).AskAsync()).Usage.Should().Be(new Usage(0, 0));
    }

    [Fact]
    public async Task Options_add_replace_and_take_out_members()
    {
        await using var server = new MisbehavingServer().Answer(Service.OpenAI.Answer);
        using var plain = Create(server);
        using var model = Create(server, options =>
        {
            options.LengthMember = LengthMember.MaxCompletionTokens;
            options.Extra = new JsonObject { ["reasoning_effort"] = "low", ["temperature"] = null };
            options.ContextLimit = 8192;
        });
        await model.AskAsync();
        server.Requests[0].Json.ShouldBe("""{"model": "test-model", "messages": [{"role": "user", "content": "Does it work?"}], "max_completion_tokens": 256, "reasoning_effort": "low"}""");
        model.Identity.Should().StartWith(plain.Identity).And.NotBe(plain.Identity);
        plain.Identity.Should().Be($"openai:test-model@{server.Address}/v1");
        (model.ContextLimit, plain.ContextLimit).Should().Be((8192, null));
    }

    [Fact]
    public async Task Seeds_stay_apart_and_equal_ones_stay_equal()
    {
        await using var server = new MisbehavingServer().Answer(Service.OpenAI.Answer);
        using var model = Create(server, options => options.Seeded = true);
        model.Capabilities.Should().HaveFlag(LanguageModelCapabilities.Seeded);
        foreach (var seed in new ulong[] { 1, 2, 3, 1, ulong.MaxValue })
            await model.ChatAsync(new ChatRequest([new(ChatRole.User, "Draw.")], [], new SamplingOptions { Temperature = 1 }, new Seed(seed)), CancellationToken.None);
        var sent = server.Requests.Select(request => (int)request.Json["seed"]!).ToList();
        sent[3].Should().Be(sent[0]);
        sent.Distinct().Should().HaveCount(4);
    }

    private static MisbehavingServer Answering(string message, string reason = "stop", string usage = "{}") =>
        new MisbehavingServer().Answer($$"""{"choices": [{"index": 0, "message": {{message}}, "finish_reason": "{{reason}}"}], "usage": {{usage}}}""");

    private static OpenAILanguageModel Create(MisbehavingServer server, Action<OpenAIModelOptions>? configure = null)
    {
        var options = new OpenAIModelOptions { Model = "test-model", Endpoint = server.Address + "/v1/", ApiKeyVariable = "", Retries = 0 };
        configure?.Invoke(options);
        return new OpenAILanguageModel(options);
    }
}
