using Tessera.Language.Budgets;
using Tessera.Language.Caching;
using Tessera.Language.Composition;
using Tessera.Language.Journals;
using Tessera.Language.Optimization;
using Tessera.Language.Sending;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;

namespace Tessera.Language.Tests;

public sealed class ComposedModelTests : IDisposable
{
    private static readonly ChatRequest Chat = new([new(ChatRole.User, "Go on.")], [], new SamplingOptions());

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"answers-{Guid.NewGuid():n}");

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
        if (File.Exists(_folder)) File.Delete(_folder);
    }

    [Fact]
    public async Task Answers_in_a_folder_outlive_the_run()
    {
        var first = new ObservedModel(Samples.FilmReviews());
        var again = new ObservedModel(Samples.FilmReviews());
        ScoreRequest[] questions = [new(Samples.Context(), "negative"), new(Samples.Context(), "nothing that is known")];
        var generation = new GenerationRequest(Samples.Context(), new SamplingOptions { Temperature = 1 }, new Seed(3));
        var next = new NextTokenRequest(Samples.Context(), 2);

        await using var writing = Cached(first);
        var scores = await writing.ScoreAsync(questions, CancellationToken.None);
        var generations = await writing.GenerateAsync([generation], CancellationToken.None);
        var predictions = await writing.PredictNextAsync([next], CancellationToken.None);

        await using var reading = Cached(again);
        (await reading.ScoreAsync(questions, CancellationToken.None)).Should().Equal(scores);
        scores[1].LogProbability.Should().Be(double.NegativeInfinity);
        (await reading.GenerateAsync([generation], CancellationToken.None)).Should().Equal(generations);
        (await reading.PredictNextAsync([next], CancellationToken.None)).Should().BeEquivalentTo(predictions);
        (first.Requests, again.Requests).Should().Be((4, 0));

        await reading.ScoreAsync([questions[0], new(Samples.Context(), "positive")], CancellationToken.None);
        again.Requests.Should().Be(1, "only what is new is asked");
    }

    [Fact]
    public async Task A_conversation_outlives_the_run_whole()
    {
        await using var writing = Cached(new CountingChatModel());
        var given = await writing.ChatAsync(Chat, CancellationToken.None);
        var counting = new CountingChatModel();
        await using var reading = Cached(counting);
        var kept = await reading.ChatAsync(Chat, CancellationToken.None);
        counting.Chats.Should().Be(0);
        kept.Should().BeEquivalentTo(given, options => options.Excluding(reply => reply.Message.Calls).Excluding(reply => reply.Message.ProviderData));
        kept.Message.ProviderData!.ToJsonString().Should().Be("""["signed"]""");
        var call = kept.Message.Calls.Should().ContainSingle().Which;
        (call.Id, call.Tool, call.Arguments.ToJsonString(), call.UnreadableArguments).Should().Be(("c", "view", """{"path":"y"}""", "?"));
    }

    [Fact]
    public async Task A_damaged_answer_is_asked_for_again()
    {
        await using var writing = Cached(new CountingChatModel());
        await writing.ChatAsync(Chat, CancellationToken.None);
        var file = Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Should().ContainSingle().Which;
        File.WriteAllText(file, File.ReadAllText(file)[..20]);
        var counting = new CountingChatModel();
        await using var reading = Cached(counting);
        await reading.ChatAsync(Chat, CancellationToken.None);
        counting.Chats.Should().Be(1);
        File.ReadAllText(file).Should().EndWith("}");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_is_named()
    {
        File.WriteAllText(_folder, "a file");
        await using var model = Cached(new CountingChatModel());
        var failure = (await model.Awaiting(asked => asked.ChatAsync(Chat, CancellationToken.None)).Should().ThrowAsync<TesseraException>()).Which;
        failure.Diagnostics.Should().ContainSingle(diagnostic => diagnostic.Id == "TESS4421" && diagnostic.Location!.File == _folder);
    }

    [Fact]
    public async Task A_budget_stands_around_a_model_of_a_pipeline()
    {
        var counting = new CountingChatModel();
        var model = new BudgetedModel(new BudgetedModelOptions { Model = Part(counting), Budget = new BudgetOptions { Calls = 2 } });
        model.ContextLimit.Should().Be(4096);
        await model.ChatAsync(Chat, CancellationToken.None);
        await model.ChatAsync(Chat, CancellationToken.None);
        await model.Awaiting(asked => asked.ChatAsync(Chat, CancellationToken.None)).Should().ThrowAsync<BudgetExhaustedException>();
        counting.Chats.Should().Be(2);
        await model.DisposeAsync();
        counting.IsDisposed.Should().BeTrue();
    }

    [Fact]
    public async Task Whatever_stands_around_an_exact_model_hands_it_on_and_what_it_is_asked_so_is_free()
    {
        var (exact, counting) = (Samples.FilmReviews(), new CountingChatModel());
        var budget = new LanguageBudget(calls: 0);
        using var parallel = new ParallelLanguageModel(exact, maxParallel: 2, batchSize: 1);
        using var several = new ParallelLanguageModel(counting, maxParallel: 2, batchSize: 1);
        await using var journal = await AnswerJournal.OpenAsync(Path.Combine(Directory.CreateDirectory(_folder).FullName, "answers.jsonl"), CancellationToken.None);
        await using var composed = new CachedModel(new CachedModelOptions { Folder = Path.Combine(_folder, "cache"), Model = Part(new BudgetedModel(new BudgetedModelOptions
        {
            Budget = new BudgetOptions { Calls = 1 },
            Model = Part(new RetriedModel(new RetriedModelOptions { Model = Part(new ParallelModel(new ParallelModelOptions { Model = Part(exact) })) }, TimeProvider.System)),
        })) });
        var whole = new CachedLanguageModel(new BudgetedLanguageModel(new StoredLanguageModel(exact, journal), budget));
        ILanguageModel[] around =
        [
            new CachedLanguageModel(exact), new BudgetedLanguageModel(exact, budget), new StoredLanguageModel(exact, journal), parallel, new RetriedLanguageModel(exact, 1, TimeProvider.System), composed, whole,
        ];
        around.Should().OnlyContain(model => model.Exact == exact);
        ILanguageModel[] others =
        [
            counting, new CachedLanguageModel(counting), new BudgetedLanguageModel(counting, budget), new StoredLanguageModel(counting, journal), several, new RetriedLanguageModel(counting, 1, TimeProvider.System),
        ];
        others.Should().OnlyContain(model => model.Exact == null);

        whole.Exact!.Enumerate(new GenerationRequest(Samples.Context(), new SamplingOptions { Temperature = 1 })).Should().HaveCount(2);
        (await whole.Exact.ScoreAsync([new ScoreRequest(Samples.Context(), "negative")], CancellationToken.None)).Should().ContainSingle();
        budget.Calls.Should().Be(0);
        new FileInfo(Path.Combine(_folder, "answers.jsonl")).Length.Should().Be(0);
    }

    [Fact]
    public async Task Without_a_folder_nothing_is_written()
    {
        var counting = new CountingChatModel();
        await using var model = new CachedModel(new CachedModelOptions { Model = Part(counting) });
        await model.ChatAsync(Chat, CancellationToken.None);
        await model.ChatAsync(Chat, CancellationToken.None);
        counting.Chats.Should().Be(1);
        Directory.Exists(_folder).Should().BeFalse();
        (model.Identity, model.Capabilities).Should().Be((counting.Identity, counting.Capabilities));
    }

    private static Part<ILanguageModel> Part(ILanguageModel model) => new("model/observed", () => new OwnedPart<ILanguageModel>(model));

    private CachedModel Cached(ILanguageModel model) => new(new CachedModelOptions { Model = Part(model), Folder = _folder });
}
