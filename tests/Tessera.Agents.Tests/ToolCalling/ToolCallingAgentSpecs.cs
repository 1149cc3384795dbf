using Tessera.Agents.ToolCalling;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;
using static Tessera.Agents.Tests.ToolCalling.ScriptedModel;

namespace Tessera.Agents.Tests.ToolCalling;

/// <summary>A model calls tools until it is done, whatever it answers.</summary>
public class ToolCallingAgentSpecs
{
    [Fact]
    public async Task Several_calls_in_one_answer_are_made_in_their_order_and_each_is_answered()
    {
        var project = new InMemoryProject("view", "eval", "submit");
        var model = Saying(Calls("view", "eval", "view"), Calls("submit"));

        var outcome = await RunAsync(project, model);

        outcome.Should().Be(new AgentOutcome(AgentStopReason.EnvironmentEnded, 4));
        project.Calls.Select(call => call.Id).Should().Equal("view-0", "eval-1", "view-2", "submit-0");
        var second = model.Questions[1].Messages;
        second.Select(message => message.Role).Should().Equal(ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.Tool, ChatRole.Tool, ChatRole.Tool);
        second.Skip(3).Select(message => (message.CallId, message.Text)).Should().Equal(("view-0", "view answered"), ("eval-1", "eval answered"), ("view-2", "view answered"));
        second[1].Text.Should().Contain("Repair the cart.").And.Contain("/project").And.Contain("1 test fails");
    }

    [Fact]
    public async Task Calls_behind_the_end_of_the_session_are_not_made_and_still_answered()
    {
        var project = new InMemoryProject("view", "submit");
        var outcome = await RunAsync(project, Saying(Calls("view", "submit", "view", "view")));
        outcome.Should().Be(new AgentOutcome(AgentStopReason.EnvironmentEnded, 2));
        project.Calls.Should().HaveCount(2);
    }

    [Fact]
    public async Task No_more_calls_are_made_than_are_allowed()
    {
        var project = new InMemoryProject("view");
        (await RunAsync(project, Saying(Calls("view", "view", "view")), maxSteps: 2)).Should().Be(new AgentOutcome(AgentStopReason.StepsExhausted, 2));
        project.Calls.Should().HaveCount(2);
    }

    [Fact]
    public async Task Debuggers_are_offered_after_enough_rewrites_and_not_before()
    {
        var failing = true;
        var project = new InMemoryProject("view", "change", "pdb") { Answer = call => [new Observation("answered", call.Tool == "change" && failing)] };
        var model = new ScriptedModel((number, _) =>
        {
            failing = number == 1;
            return number switch { 0 => Calls("pdb", "view"), < 4 => Calls("change"), 4 => Calls("pdb"), _ => Words("done") };
        });

        await RunAsync(project, model, new ToolCallingOptions { DebuggersAfterRewrites = 2, Rewriters = ["change"] });

        model.Questions.Select(question => question.Tools.Any(tool => tool.Name == "pdb")).Should().Equal(false, false, false, false, true, true, true, true);
        model.Questions[1].Messages.Single(message => message.CallId == "pdb-0").Should().Match<ChatMessage>(answer => answer.Failed && answer.Text == "There is no tool 'pdb' yet. Use view, change.");
        project.Calls.Select(call => call.Tool).Should().Equal("view", "change", "change", "change", "pdb");
    }

    [Fact]
    public async Task A_model_that_calls_only_what_it_may_not_gives_up_like_one_that_calls_nothing() =>
        (await RunAsync(new InMemoryProject("view", "pdb"), Saying(Calls("pdb")), new ToolCallingOptions { DebuggersAfterRewrites = 1 })).Should().Match<AgentOutcome>(
            outcome => outcome.Reason == AgentStopReason.GaveUp && outcome.Steps == 0);

    [Fact]
    public async Task Unreadable_arguments_reach_the_session_which_explains_them()
    {
        var project = new InMemoryProject("view") { Answer = call => [new Observation($"no JSON: {call.UnreadableArguments}", call.UnreadableArguments is not null)] };
        var broken = new ChatReply(new ChatMessage(ChatRole.Assistant, "", [new ToolCall("1", "view", []) { UnreadableArguments = "{\"path\": " }]), default);
        var model = Saying(broken, Words("stop"));

        await RunAsync(project, model);

        model.Questions[1].Messages[^1].Should().Match<ChatMessage>(answer => answer.Role == ChatRole.Tool && answer.Failed && answer.Text == "no JSON: {\"path\": ");
    }

    [Fact]
    public async Task Answers_without_calls_are_reminded_and_end_the_work_when_they_go_on()
    {
        var model = Saying(Words("Hm."), Words("I will not.", ChatFinish.Refused), Calls("view"), Words("So much te", ChatFinish.LengthReached), Words("Hm."), Words("I give up."));

        var outcome = await RunAsync(new InMemoryProject("view"), model);

        outcome.Should().Be(new AgentOutcome(AgentStopReason.GaveUp, 1, "I give up."));
        var reminders = model.Questions[^1].Messages.Where(message => message.Role == ChatRole.User).Skip(1).Select(message => message.Text).ToList();
        reminders.Should().HaveCount(4);
        (reminders[0], reminders[1], reminders[2]).Should().Match<(string Idle, string Refused, string Cut)>(
            said => said.Idle.StartsWith("You called no tool.") && said.Refused.StartsWith("You declined.") && said.Cut.StartsWith("Your answer was cut off"));
    }

    [Fact]
    public async Task What_a_model_fails_in_is_an_outcome_with_what_was_reached()
    {
        (await RunAsync(new InMemoryProject("view"), Failing(new BudgetExhaustedException("The budget is used up.")))).Should().Be(new AgentOutcome(AgentStopReason.BudgetExhausted, 1, "The budget is used up."));
        (await RunAsync(new InMemoryProject("view"), Failing(new LanguageModelException("503")))).Should().Be(new AgentOutcome(AgentStopReason.ModelFailed, 1, "503"));
        (await RunAsync(new InMemoryProject("view"), Failing(new ContextExceededException("too long")))).Should().Be(new AgentOutcome(AgentStopReason.ModelFailed, 1, "too long"));
        await FluentActions.Awaiting(() => RunAsync(new InMemoryProject("view"), Failing(new OperationCanceledException()))).Should().ThrowAsync<OperationCanceledException>();

        static ScriptedModel Failing(Exception failure) => new((number, _) => number == 0 ? Calls("view") : throw failure);
    }

    [Fact]
    public async Task Without_a_model_that_can_converse_it_is_said_what_to_name()
    {
        (await Refusal(null)).Should().Contain("TESS4303").And.Contain("has no language model");
        (await Refusal(new ScriptedModel((_, _) => Words("")) { Capabilities = LanguageModelCapabilities.Generate })).Should().Contain("'scripted' cannot converse");

        static async Task<string> Refusal(ILanguageModel? model) =>
            (await FluentActions.Awaiting(() => RunAsync(new InMemoryProject("view"), model)).Should().ThrowAsync<TesseraException>()).Which.Diagnostics[0].ToString();
    }

    [Fact]
    public async Task Options_reach_the_model_and_every_question_has_a_seed_of_its_own()
    {
        var model = Saying(Calls("view"), Words("done"));
        await RunAsync(new InMemoryProject("view"), model, new ToolCallingOptions { Temperature = 0.5, AnswerTokens = 77, MustCall = true, SystemPrompt = " Be brief. " });
        model.Questions.Should().OnlyContain(question => question.MustCall && question.Sampling.MaxTokens == 77 && question.Sampling.Temperature == 0.5 && question.Messages[0].Text == "Be brief.");
        model.Questions.Select(question => question.Seed).Should().OnlyHaveUniqueItems();
    }

    private static Task<AgentOutcome> RunAsync(InMemoryProject project, ILanguageModel? model, ToolCallingOptions? options = null, int maxSteps = 50) =>
        new ToolCallingAgent(options ?? new ToolCallingOptions()).RunAsync(
            project, new AgentTask { Instructions = "Repair the cart.", Start = [Observation.Success("1 test fails")], Model = model, MaxSteps = maxSteps }, default);
}
