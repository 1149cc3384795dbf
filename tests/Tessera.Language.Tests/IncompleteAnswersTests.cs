using Tessera.Language.Budgets;
using Tessera.Language.Caching;
using Tessera.Sdk.Language;

namespace Tessera.Language.Tests;

/// <summary>One request of a batch fails when others were answered.</summary>
public sealed class IncompleteAnswersTests : IDisposable
{
    private static readonly LanguageModelException Cause = new("error TESS4406: It is busy.") { IsTransient = true };

    private readonly TemporaryFolder _folder = new();
    private readonly FailingModel _model = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_answered_is_counted_and_handed_on()
    {
        var budget = new LanguageBudget();
        var failure = await FailAsync(new BudgetedLanguageModel(_model, budget));
        failure.Answers.Select(answer => answer?.Text).Should().Equal("a", null, "c");
        (failure.Message, failure.IsTransient, failure.Cause).Should().Be((Cause.Message, true, Cause));
        (budget.Calls, budget.Usage).Should().Be((3, new Usage(2, 2)));
    }

    [Fact]
    public async Task What_was_answered_is_asked_once_and_the_rest_again()
    {
        var model = new CachedLanguageModel(_model);
        (await FailAsync(model)).Answers.Select(answer => answer?.Text).Should().Equal("a", null, "c");
        _model.Fails = false;
        (await AskAsync(model)).Select(answer => answer.Text).Should().Equal("a", "b", "c");
        _model.Asked.Should().Equal("a", "b", "c", "b");
    }

    [Fact]
    public async Task What_was_answered_outlives_the_model()
    {
        (await FailAsync(new StoredLanguageModel(_model, new AnswerFolder(_folder.Path)))).Answers.Select(answer => answer?.Text).Should().Equal("a", null, "c");
        _model.Fails = false;
        (await AskAsync(new StoredLanguageModel(_model, new AnswerFolder(_folder.Path)))).Select(answer => answer.Text).Should().Equal("a", "b", "c");
        _model.Asked.Should().Equal("a", "b", "c", "b");
    }

    [Fact]
    public async Task Answers_keep_to_their_requests_through_several_layers()
    {
        _model.Fails = false;
        var stored = new StoredLanguageModel(_model, new AnswerFolder(_folder.Path));
        await AskAsync(stored, "c");
        _model.Fails = true;
        var model = new CachedLanguageModel(new BudgetedLanguageModel(new CachedLanguageModel(stored), new LanguageBudget()));
        (await FailAsync(model, "b", "c", "a", "c")).Answers.Select(answer => answer?.Text).Should().Equal(null, "c", "a", "c");
        _model.Fails = false;
        (await AskAsync(model, "a", "b")).Select(answer => answer.Text).Should().Equal("a", "b");
        _model.Asked.Should().Equal("c", "b", "a", "b");
    }

    private static async Task<IncompleteAnswersException<Generation>> FailAsync(ILanguageModel model, params string[] prompts) =>
        (await FluentActions.Awaiting(() => AskAsync(model, prompts)).Should().ThrowAsync<IncompleteAnswersException<Generation>>()).Which;

    private static Task<IReadOnlyList<Generation>> AskAsync(ILanguageModel model, params string[] prompts) =>
        model.GenerateAsync([.. (prompts.Length == 0 ? ["a", "b", "c"] : prompts).Select(prompt => new GenerationRequest(prompt, new SamplingOptions()))], CancellationToken.None);

    /// <summary>Answers with the prompt, but fails for b as long as it fails.</summary>
    private sealed class FailingModel : ILanguageModel
    {
        public bool Fails { get; set; } = true;

        public List<string> Asked { get; } = [];

        public string Identity => "failing";

        public LanguageModelCapabilities Capabilities => LanguageModelCapabilities.Generate;

        public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
        {
            Asked.AddRange(requests.Select(request => request.Prompt));
            var answers = requests.Select(request => Fails && request.Prompt == "b" ? null : new Generation(request.Prompt, new Usage(1, 1))).ToList();
            return answers.Contains(null)
                ? Task.FromException<IReadOnlyList<Generation>>(new IncompleteAnswersException<Generation>(answers, Cause))
                : Task.FromResult<IReadOnlyList<Generation>>(answers!);
        }
    }
}
