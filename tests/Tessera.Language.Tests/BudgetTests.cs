using Tessera.Language.Budgets;
using Tessera.Sdk.Language;

namespace Tessera.Language.Tests;

public sealed class BudgetTests
{
    private static readonly ScoreRequest Question = new(Samples.Context(), "negative");

    // The context has 13 words, the continuation one.
    private const int TokensOfQuestion = 13;

    [Fact]
    public async Task Calls_are_counted_one_a_request_and_refused_before_the_model_is_asked()
    {
        var budget = new LanguageBudget(calls: 5);
        var observed = new ObservedModel(Samples.FilmReviews());
        var model = new BudgetedLanguageModel(observed, budget);
        await model.ScoreAsync([Question, Question, Question], CancellationToken.None);

        var asking = () => model.ScoreAsync([Question, Question, Question], CancellationToken.None);

        (await asking.Should().ThrowAsync<BudgetExhaustedException>()).WithMessage("*5 calls*2 are left*");
        observed.Requests.Should().Be(3);
        await model.ScoreAsync([Question, Question], CancellationToken.None);
        budget.Calls.Should().Be(5);
    }

    [Fact]
    public async Task What_was_used_is_what_the_model_says()
    {
        var budget = new LanguageBudget();
        var model = new BudgetedLanguageModel(Samples.FilmReviews(), budget);
        await model.ScoreAsync([Question], CancellationToken.None);
        await model.GenerateAsync([new GenerationRequest(Question.Context, new SamplingOptions())], CancellationToken.None);
        await model.PredictNextAsync([new NextTokenRequest(Question.Context, 2)], CancellationToken.None);
        budget.Usage.Should().Be(new Usage((3 * TokensOfQuestion) - 2, 2));
        budget.Calls.Should().Be(3);
    }

    [Fact]
    public async Task Tokens_are_never_exceeded_and_a_large_batch_is_asked_in_parts()
    {
        var observed = new ObservedModel(Samples.FilmReviews());
        var budget = new LanguageBudget(tokens: 400);
        var model = new BudgetedLanguageModel(observed, budget);
        var answers = await model.ScoreAsync([.. Enumerable.Repeat(Question, 15)], CancellationToken.None);

        answers.Should().HaveCount(15);
        observed.Batches.Should().BeGreaterThan(1);
        var asking = async () =>
        {
            while (true) await model.ScoreAsync([Question], CancellationToken.None);
        };
        await asking.Should().ThrowAsync<BudgetExhaustedException>().WithMessage("*400 tokens*");
        (budget.Usage.InputTokens + budget.Usage.OutputTokens).Should().BeInRange(15 * TokensOfQuestion, 400);
    }

    [Fact]
    public async Task Two_models_share_one_budget()
    {
        var budget = new LanguageBudget(calls: 3);
        var first = new BudgetedLanguageModel(Samples.FilmReviews(), budget);
        var second = new BudgetedLanguageModel(Samples.FilmReviews(), budget);
        await first.ScoreAsync([Question, Question], CancellationToken.None);
        await second.ScoreAsync([Question], CancellationToken.None);
        await first.Awaiting(model => model.ScoreAsync([Question], CancellationToken.None)).Should().ThrowAsync<BudgetExhaustedException>();
    }

    [Fact]
    public async Task Many_askers_at_once_do_not_exceed_the_budget_together()
    {
        var opening = new TaskCompletionSource();
        var observed = new ObservedModel(Samples.FilmReviews(), (_, _) => opening.Task);
        var budget = new LanguageBudget(calls: 20, tokens: 5_000);
        var model = new BudgetedLanguageModel(observed, budget);
        var asking = Enumerable.Range(0, 50).Select(_ => Task.Run(() => model.ScoreAsync([Question], CancellationToken.None))).ToList();
        opening.SetResult();
        await Task.WhenAll(asking.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));
        observed.Requests.Should().BeLessThanOrEqualTo(20).And.Be(asking.Count(task => task.IsCompletedSuccessfully));
        asking.Where(task => task.IsFaulted).Should().AllSatisfy(task => task.Exception!.InnerException.Should().BeOfType<BudgetExhaustedException>());
    }

    [Fact]
    public async Task A_request_that_failed_stays_counted_but_gives_its_tokens_back()
    {
        var budget = new LanguageBudget(calls: 2, tokens: 200);
        var model = new BudgetedLanguageModel(Samples.FilmReviews(), budget);
        await model.Awaiting(asked => asked.ScoreAsync([new ScoreRequest("unknown", "x")], CancellationToken.None)).Should().ThrowAsync<Exception>();
        await model.ScoreAsync([Question], CancellationToken.None);
        budget.Calls.Should().Be(2);
        budget.Usage.InputTokens.Should().Be(TokensOfQuestion);
    }

    [Fact]
    public async Task A_model_that_reports_negative_use_earns_nothing()
    {
        var budget = new LanguageBudget(tokens: 100);
        var model = new BudgetedLanguageModel(new AnyPromptModel(_ => { }, new Usage(-1000, -1000)), budget);

        await model.ScoreAsync([new ScoreRequest("a", "b")], CancellationToken.None);

        budget.Usage.Should().Be(new Usage(0, 0));
        await model.Awaiting(asked => asked.ScoreAsync([new ScoreRequest(new string('a', 200), "b")], CancellationToken.None)).Should().ThrowAsync<BudgetExhaustedException>();
    }

    [Fact]
    public async Task Conversations_need_a_model_that_can_hold_them()
    {
        var model = new BudgetedLanguageModel(Samples.FilmReviews(), new LanguageBudget());
        await model.Awaiting(asked => asked.ChatAsync(new ChatRequest([new ChatMessage(ChatRole.User, "Hello")], [], new SamplingOptions()), CancellationToken.None))
            .Should().ThrowAsync<CapabilityMissingException>();
    }
}
