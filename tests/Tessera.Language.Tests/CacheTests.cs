using System.Collections.Concurrent;
using Tessera.Language.Caching;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;

namespace Tessera.Language.Tests;

public sealed class CacheTests
{
    private static readonly ScoreRequest Question = new(Samples.Context(), "negative");

    [Fact]
    public async Task A_question_is_asked_once()
    {
        var observed = new ObservedModel(Samples.FilmReviews());
        var model = new CachedLanguageModel(observed);
        var first = await model.ScoreAsync([Question, new(Samples.Context(), "positive"), Question], CancellationToken.None);
        var second = await model.ScoreAsync([Question], CancellationToken.None);
        observed.Requests.Should().Be(2);
        first.Select(score => Math.Round(Math.Exp(score.LogProbability), 12)).Should().Equal(0.9, 0.1, 0.9);
        second[0].Should().Be(first[0]);
    }

    [Fact]
    public async Task Equal_questions_under_way_at_once_are_asked_once()
    {
        var opening = new TaskCompletionSource();
        var observed = new ObservedModel(Samples.FilmReviews(), (_, _) => opening.Task);
        var model = new CachedLanguageModel(observed);
        var asking = Enumerable.Range(0, 20).Select(_ => model.ScoreAsync([Question], CancellationToken.None)).ToList();
        opening.SetResult();
        await Task.WhenAll(asking);
        observed.Requests.Should().Be(1);
    }

    [Fact]
    public async Task Texts_that_are_torn_within_a_character_are_different_questions()
    {
        var scored = new ConcurrentBag<string>();
        var model = new CachedLanguageModel(new AnyPromptModel(scored.Add));

        await model.ScoreAsync([new("\ud800", "x"), new("\ud801", "x"), new("\ufffd", "x")], CancellationToken.None);

        scored.Should().HaveCount(3);
    }

    [Fact]
    public async Task Everything_that_decides_a_sample_is_part_of_the_question()
    {
        var observed = new ObservedModel(Samples.FilmReviews());
        var model = new CachedLanguageModel(observed);
        var sampling = new SamplingOptions { Temperature = 1, Stop = ["x"] };
        GenerationRequest[] different =
        [
            new(Samples.Context(), sampling, new Seed(1)),
            new(Samples.Context(), sampling, new Seed(2)),
            new(Samples.Context(), sampling with { Temperature = 0.9 }, new Seed(1)),
            new(Samples.Context(), sampling with { TopP = 0.9 }, new Seed(1)),
            new(Samples.Context(), sampling with { MaxTokens = 3 }, new Seed(1)),
            new(Samples.Context(), sampling with { Stop = ["y"] }, new Seed(1)),
            new(Samples.Context(), sampling with { Stop = ["x", ""] }, new Seed(1)),
            new(Samples.Context(Samples.Optimum), sampling, new Seed(1)),
        ];
        await model.GenerateAsync(different, CancellationToken.None);
        observed.Requests.Should().Be(different.Length);

        await model.GenerateAsync([new(Samples.Context(), new SamplingOptions { Temperature = 1, Stop = ["x"] }, new Seed(1))], CancellationToken.None);
        observed.Requests.Should().Be(different.Length, "equal content is an equal question, whatever objects hold it");
    }

    [Fact]
    public async Task Texts_do_not_run_together()
    {
        var observed = new ObservedModel(Samples.FilmReviews());
        var model = new CachedLanguageModel(observed);
        await model.ScoreAsync([new(Samples.Context(), "negative"), new(Samples.Context() + "n", "egative")], CancellationToken.None);
        observed.Requests.Should().Be(2);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        var failing = new ObservedModel(Samples.FilmReviews(), (batch, _) => batch == 1 ? Task.FromException(new IOException("lost")) : Task.CompletedTask);
        var model = new CachedLanguageModel(failing);
        await model.Awaiting(asked => asked.ScoreAsync([Question], CancellationToken.None)).Should().ThrowAsync<IOException>();
        var scores = await model.ScoreAsync([Question], CancellationToken.None);
        scores[0].LogProbability.Should().Be(Math.Log(0.9));
    }

    [Fact]
    public async Task Whoever_is_cancelled_does_not_take_others_along()
    {
        var observed = new ObservedModel(Samples.FilmReviews(), (batch, token) => batch == 1 ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask);
        var model = new CachedLanguageModel(observed);
        using var cancellation = new CancellationTokenSource();
        var first = model.ScoreAsync([Question], cancellation.Token);
        var second = model.ScoreAsync([Question], CancellationToken.None);
        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();
        (await second)[0].LogProbability.Should().Be(Math.Log(0.9));
    }

    [Fact]
    public async Task Whoever_waits_for_another_can_be_cancelled()
    {
        var observed = new ObservedModel(Samples.FilmReviews(), (_, token) => Task.Delay(Timeout.Infinite, token));
        var model = new CachedLanguageModel(observed);
        using var cancellation = new CancellationTokenSource();
        using var ending = new CancellationTokenSource();
        var first = model.ScoreAsync([Question], ending.Token);
        var second = model.ScoreAsync([Question], cancellation.Token);
        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => second).Should().ThrowAsync<OperationCanceledException>();
        first.IsCompleted.Should().BeFalse();
        await ending.CancelAsync();
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_question_that_the_model_refuses_is_refused_to_everybody()
    {
        var model = new CachedLanguageModel(Samples.FilmReviews());
        var asking = Enumerable.Range(0, 5).Select(_ => model.ScoreAsync([new("unknown", "x")], CancellationToken.None)).ToList();
        foreach (var task in asking) await FluentActions.Awaiting(() => task).Should().ThrowAsync<TesseraException>();
    }
}
