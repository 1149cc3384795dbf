using System.Collections.Concurrent;
using Tessera.Language.Sending;
using Tessera.Sdk.Language;

namespace Tessera.Language.Tests;

/// <summary>Models that stand around another one and decide when it is asked.</summary>
public sealed class SendingTests
{
    private static readonly SamplingOptions Sampling = new();

    [Fact]
    public async Task What_failed_in_passing_is_asked_again_and_of_a_batch_only_what_was_not_answered()
    {
        var model = new FlakyModel(failures: 3);
        var answers = await Retried(model, retries: 3).GenerateAsync(Prompts(6), CancellationToken.None);
        answers.Select(answer => answer.Text).Should().Equal("0!", "1!", "2!", "3!", "4!", "5!");
        model.Asked.Should().Equal("0", "1", "2", "3", "4", "5", "3", "3", "3");
        model.Answered.Should().OnlyHaveUniqueItems("nothing is paid for twice");
    }

    [Fact]
    public async Task When_no_attempt_is_left_what_was_answered_is_handed_on()
    {
        var model = new FlakyModel(failures: int.MaxValue);
        var failure = (await FluentActions.Awaiting(() => Retried(model, retries: 2).GenerateAsync(Prompts(4), CancellationToken.None)).Should().ThrowAsync<IncompleteAnswersException<Generation>>()).Which;
        failure.Answers.Count(answer => answer is not null).Should().Be(3);
        failure.IsTransient.Should().BeTrue();
        model.Answered.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task What_failed_for_good_is_not_asked_again()
    {
        var model = new FlakyModel(failures: 1, isTransient: false);
        await FluentActions.Awaiting(() => Retried(model, retries: 9).GenerateAsync(Prompts(4), CancellationToken.None)).Should().ThrowAsync<LanguageModelException>();
        model.Asked.Should().HaveCount(4);
    }

    [Fact]
    public async Task A_conversation_is_asked_again_too()
    {
        var model = new FlakyModel(failures: 2);
        var reply = await Retried(model, retries: 2).ChatAsync(new ChatRequest([new ChatMessage(ChatRole.User, "Go on.")], [], Sampling), CancellationToken.None);
        reply.Message.Text.Should().Be("Go on.!");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 5)]
    public async Task Parts_are_asked_side_by_side_within_the_bounds_and_answers_keep_their_order(int maxParallel, int batchSize)
    {
        var model = new FlakyModel(failures: 0) { Takes = TimeSpan.FromMilliseconds(5) };
        using var parallel = new ParallelLanguageModel(model, maxParallel, batchSize);
        var both = await Task.WhenAll(parallel.GenerateAsync(Prompts(20), CancellationToken.None), parallel.GenerateAsync(Prompts(7), CancellationToken.None));
        both[0].Select(answer => answer.Text).Should().Equal(Enumerable.Range(0, 20).Select(i => $"{i}!"));
        both[1].Should().HaveCount(7);
        model.MostAtOnce.Should().BeInRange(Math.Min(2, maxParallel), maxParallel);
        model.LargestBatch.Should().Be(batchSize);
    }

    [Fact]
    public async Task After_a_part_has_failed_no_other_begins_and_what_was_answered_is_handed_on()
    {
        var model = new FlakyModel(failures: 1);
        using var parallel = new ParallelLanguageModel(model, maxParallel: 1, batchSize: 3);
        var failure = (await FluentActions.Awaiting(() => parallel.GenerateAsync(Prompts(9), CancellationToken.None)).Should().ThrowAsync<IncompleteAnswersException<Generation>>()).Which;
        failure.Answers.Select(answer => answer?.Text).Should().Equal("0!", null, "2!", null, null, null, null, null, null);
        model.Asked.Should().HaveCount(3);
        (await parallel.GenerateAsync(Prompts(9), CancellationToken.None)).Should().HaveCount(9, "the place is free again");
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_once()
    {
        using var cancelled = new CancellationTokenSource();
        var model = new FlakyModel(failures: int.MaxValue);
        var asking = new RetriedLanguageModel(model, 5, TimeProvider.System).GenerateAsync(Prompts(1), cancelled.Token);
        await cancelled.CancelAsync();
        await FluentActions.Awaiting(() => asking.WaitAsync(TimeSpan.FromSeconds(10))).Should().ThrowAsync<OperationCanceledException>();
    }

    private static RetriedLanguageModel Retried(ILanguageModel model, int retries) => new(model, retries, new HurriedTime());

    private static IReadOnlyList<GenerationRequest> Prompts(int count) => [.. Enumerable.Range(0, count).Select(i => new GenerationRequest($"{i}", Sampling))];

    /// <summary>A model that leaves out the middle request of its first batches.</summary>
    private sealed class FlakyModel(int failures, bool isTransient = true) : ILanguageModel
    {
        private readonly Lock _lock = new();
        private int _left = failures;
        private int _now;

        public string Identity => "flaky";

        public LanguageModelCapabilities Capabilities => LanguageModelCapabilities.Generate | LanguageModelCapabilities.Chat;

        public TimeSpan Takes { get; init; }

        public ConcurrentQueue<string> Asked { get; } = [];

        public ConcurrentQueue<string> Answered { get; } = [];

        public int MostAtOnce { get; private set; }

        public int LargestBatch { get; private set; }

        public async Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
        {
            lock (_lock) (MostAtOnce, LargestBatch) = (Math.Max(MostAtOnce, ++_now), Math.Max(LargestBatch, requests.Count));
            await Task.Delay(Takes, cancellationToken);
            lock (_lock) _now--;
            foreach (var request in requests) Asked.Enqueue(request.Prompt);
            var missing = Interlocked.Decrement(ref _left) >= 0 ? requests.Count / 2 : -1;
            var answers = requests.Select((request, index) => index == missing ? null : new Generation(request.Prompt + "!", default)).ToArray();
            foreach (var (request, answer) in requests.Zip(answers).Where(pair => pair.Second is not null)) Answered.Enqueue(request.Prompt);
            if (missing < 0) return answers!;
            throw requests.Count == 1 ? Failure() : new IncompleteAnswersException<Generation>(answers, Failure());
        }

        public Task<ChatReply> ChatAsync(ChatRequest request, CancellationToken cancellationToken) => Interlocked.Decrement(ref _left) >= 0
            ? Task.FromException<ChatReply>(Failure())
            : Task.FromResult(new ChatReply(new ChatMessage(ChatRole.Assistant, request.Messages[0].Text + "!"), default));

        private LanguageModelException Failure() => new("error TESS4406: It is busy.") { IsTransient = isTransient };
    }

    /// <summary>The system's clock with timers a thousand times as fast.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 1000 : dueTime, period);
    }
}
