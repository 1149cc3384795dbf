using Tessera.Agents.ToolCalling;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;
using static Tessera.Agents.Tests.ToolCalling.ScriptedModel;

namespace Tessera.Agents.Tests.ToolCalling;

/// <summary>A conversation stays within the model's context, whole turns at a time.</summary>
public class HistorySpecs
{
    private const int Limit = 12_000;

    [Fact]
    public async Task A_long_conversation_never_exceeds_the_context_and_keeps_its_task_and_its_newest_turn()
    {
        var model = Counting(_ => Calls("view", "view"));
        await RunAsync(Answering(i => new string('x', 700 + (i * 37 % 900))), model, steps: 200);

        model.Questions.Should().HaveCount(100);
        foreach (var (question, number) in model.Questions.Select((question, number) => (question, number)))
        {
            Tokens(question).Should().BeLessThanOrEqualTo(Limit);
            RequireNoOrphans(question.Messages);
            question.Messages[0].Role.Should().Be(ChatRole.System);
            question.Messages[1].Text.Should().Contain("Repair the cart.");
            if (number > 0) question.Messages[^1].Text.Should().StartWith($"answer {number * 2}:");
        }
    }

    [Fact]
    public async Task What_was_said_before_stays_the_same_for_many_questions()
    {
        var model = Counting(_ => Calls("view"));
        await RunAsync(Answering(_ => new string('x', 900)), model, steps: 200);

        var cuts = model.Questions.Zip(model.Questions.Skip(1)).Count(pair => !pair.Second.Messages.Take(pair.First.Messages.Count).SequenceEqual(pair.First.Messages));

        cuts.Should().BeInRange(2, 20, "the beginning changes only where much is left out at once");
        model.Questions[^1].Messages[2].Text.Should().MatchRegex(@"^\(\d+ earlier steps are left out here");
    }

    [Fact]
    public async Task A_question_that_the_model_finds_too_long_is_shortened_and_asked_again()
    {
        var refusals = 0;
        var model = new ScriptedModel((number, request) =>
        {
            if (number > 20) return Words("done");
            // The model counts far more tokens than anybody would expect.
            if (request.Messages.Count > 8) throw Refusal(ref refusals);
            return Calls("view");
        });

        var outcome = await RunAsync(Answering(_ => new string('x', 300)), model, steps: 12);

        outcome.Reason.Should().Be(AgentStopReason.StepsExhausted);
        refusals.Should().BePositive();
        foreach (var question in model.Questions) RequireNoOrphans(question.Messages);
    }

    [Fact]
    public async Task One_answer_that_is_longer_than_the_context_is_cut_in_its_middle()
    {
        var model = new ScriptedModel((number, _) => number == 0 ? Calls("view", "view") : Words("done"));
        await RunAsync(Answering(_ => new string('x', 90_000)), model, steps: 9);

        Tokens(model.Questions[1]).Should().BeLessThanOrEqualTo(Limit);
        model.Questions[1].Messages.Where(message => message.Role == ChatRole.Tool).Should().HaveCount(2).And.OnlyContain(answer => answer.Text.StartsWith("answer") && answer.Text.Contains("characters left out"));
    }

    [Fact]
    public async Task Words_of_the_model_that_are_longer_than_the_context_are_cut_in_their_middle()
    {
        var model = new ScriptedModel((number, _) => number == 0 ? Words(new string('x', 3_000_000)) : Words("done"));
        await RunAsync(Answering(_ => "short"), model, steps: 9);

        Tokens(model.Questions[1]).Should().BeLessThanOrEqualTo(Limit);
        model.Questions[1].Messages.Should().ContainSingle(message => message.Role == ChatRole.Assistant).Which.Text.Should().StartWith("xxx").And.Contain("characters left out").And.EndWith("xxx");
    }

    [Fact]
    public async Task Where_nothing_more_can_be_left_out_the_work_ends_with_the_models_words()
    {
        var model = new ScriptedModel((number, _) => number == 0 ? Calls("view") : throw new ContextExceededException("far too long"));
        (await RunAsync(Answering(_ => "short"), model, steps: 9)).Should().Be(new AgentOutcome(AgentStopReason.ModelFailed, 1, "far too long"));
    }

    private static ContextExceededException Refusal(ref int refusals)
    {
        refusals++;
        return new ContextExceededException("too long");
    }

    // Every tool's message answers a call of the message of the assistant before it, and every call is answered.
    private static void RequireNoOrphans(IReadOnlyList<ChatMessage> messages)
    {
        var open = new List<string>();
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.Tool) open.Remove(message.CallId!).Should().BeTrue("a tool's message answers a call");
            else open.Should().BeEmpty("every call is answered before anybody else speaks");
            if (message.Role == ChatRole.Assistant) open.AddRange((message.Calls ?? []).Select(call => call.Id));
        }

        open.Should().BeEmpty();
    }

    private static InMemoryProject Answering(Func<int, string> text)
    {
        var count = 0;
        return new InMemoryProject("view") { Answer = _ => [Observation.Success($"answer {++count}: {text(count)}")] };
    }

    private static ScriptedModel Counting(Func<int, ChatReply> answer) =>
        new((number, request) => answer(number) with { Usage = new Usage(Tokens(request), 10) }) { ContextLimit = null };

    // Three letters a token.
    private static int Tokens(ChatRequest request) => request.Messages.Sum(message => message.Text.Length + (message.Calls ?? []).Sum(call => call.Arguments.ToJsonString().Length)) / 3;

    private static Task<AgentOutcome> RunAsync(InMemoryProject project, ILanguageModel model, int steps) =>
        new ToolCallingAgent(new ToolCallingOptions { ContextTokens = Limit, AnswerTokens = 16 }).RunAsync(
            project, new AgentTask { Instructions = "Repair the cart.", Model = model, MaxSteps = steps }, default);
}
