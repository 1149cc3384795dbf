using System.Text.Json.Nodes;
using Tessera.Language.Caching;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tools;

namespace Tessera.Language.Tests;

public sealed class KeptChatTests
{
    private static readonly ChatRequest Question = new(
        [new(ChatRole.User, "Go on."), new(ChatRole.Assistant, "", [new ToolCall("a", "view", new JsonObject { ["path"] = "x" })]), new(ChatRole.Tool, "1: x", CallId: "a")],
        [new ToolDefinition("view", "Shows a file.", new JsonObject { ["type"] = "object" })],
        new SamplingOptions(),
        new Seed(1));

    [Fact]
    public async Task A_conversation_at_temperature_zero_is_answered_once()
    {
        var counting = new CountingChatModel();
        var model = new CachedLanguageModel(counting);
        var first = await model.ChatAsync(Question, CancellationToken.None);
        first.Message.Calls![0].Arguments["path"] = "spoilt by whoever got it";
        var second = await model.ChatAsync(Question, CancellationToken.None);
        counting.Chats.Should().Be(1);
        second.Message.Text.Should().Be("answer 1");
        second.Message.Calls![0].Arguments.ToJsonString().Should().Be("""{"path":"y"}""");
        second.Usage.Should().Be(first.Usage);
        model.ContextLimit.Should().Be(counting.ContextLimit);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public async Task A_drawn_answer_is_kept_only_where_the_seed_decides_it(bool isSeeded, int asked)
    {
        var counting = new CountingChatModel { IsSeeded = isSeeded };
        var model = new CachedLanguageModel(counting);
        var drawn = Question with { Sampling = new SamplingOptions { Temperature = 1 } };
        await model.ChatAsync(drawn, CancellationToken.None);
        await model.ChatAsync(drawn, CancellationToken.None);
        counting.Chats.Should().Be(asked);
    }

    [Fact]
    public async Task Everything_that_decides_an_answer_is_part_of_the_question()
    {
        var counting = new CountingChatModel();
        var model = new CachedLanguageModel(counting);
        var call = Question.Messages[1].Calls![0];
        ChatRequest[] different =
        [
            Question,
            Question with { Seed = new Seed(2) },
            Question with { MustCall = true },
            Question with { Tools = [] },
            Question with { Tools = [Question.Tools[0] with { Description = "Shows." }] },
            Question with { Sampling = new SamplingOptions { MaxTokens = 1 } },
            With(0, new(ChatRole.System, "Go on.")),
            With(1, Question.Messages[1] with { Calls = [call with { Id = "b" }] }),
            With(1, Question.Messages[1] with { Calls = [call with { Arguments = [] }] }),
            With(1, Question.Messages[1] with { Calls = [call with { UnreadableArguments = "" }] }),
            With(1, Question.Messages[1] with { ProviderData = new JsonArray() }),
            With(2, Question.Messages[2] with { Failed = true }),
            With(2, Question.Messages[2] with { CallId = null }),
        ];
        foreach (var question in different) await model.ChatAsync(question, CancellationToken.None);
        counting.Chats.Should().Be(different.Length);
        await model.ChatAsync(With(1, Question.Messages[1] with { Reasoning = "Thought." }), CancellationToken.None);
        counting.Chats.Should().Be(different.Length, "models do not read reasoning");
    }

    private static ChatRequest With(int index, ChatMessage message)
    {
        var messages = Question.Messages.ToList();
        messages[index] = message;
        return Question with { Messages = messages };
    }
}
