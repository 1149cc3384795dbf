using Tessera.Language.Budgets;
using Tessera.Language.Caching;
using Tessera.Language.Losses;
using Tessera.Language.Templates;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Tests;

/// <summary>A model that gives fewer or more answers than it was asked, or none for one request, is found out by whoever asks it.</summary>
public sealed class MiscountTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static TheoryData<string, int> Askers => new MatrixTheoryData<string, int>(["budget", "cache", "both"], [-1, 0, 1]);

    [Theory]
    [MemberData(nameof(Askers))]
    public async Task A_batch_with_another_number_of_answers_is_refused(string asker, int surplus)
    {
        var model = Around(new MiscountingModel(Samples.FilmReviews(), surplus), asker, new LanguageBudget());

        await RefusedAsync(() => model.ScoreAsync([new(Samples.Context(), "negative"), new(Samples.Context(), "positive")], CancellationToken.None));
        await RefusedAsync(() => model.GenerateAsync([new(Samples.Context(), new SamplingOptions())], CancellationToken.None));
        await RefusedAsync(() => model.PredictNextAsync([new(Samples.Context(), 2)], CancellationToken.None));
    }

    [Fact]
    public async Task What_was_spent_on_wrong_answers_stays_spent()
    {
        var budget = new LanguageBudget();

        await RefusedAsync(() => Around(new MiscountingModel(Samples.FilmReviews(), 1), "budget", budget).ScoreAsync([new(Samples.Context(), "negative")], CancellationToken.None));

        budget.Usage.InputTokens.Should().BePositive();
        budget.Calls.Should().Be(1);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Answers_of_a_layer_are_not_taken_for_those_of_other_inputs(int surplus)
    {
        var evaluation = new LayerEvaluation(new MiscountingModel(Samples.FilmReviews(), surplus), new LiquidTemplateRenderer(), new ExactMatchLoss());
        var free = new PromptLayer { Name = "free", Prompt = Samples.Context(), Template = "{{ prompt }}" };
        var chosen = free with { Classes = [new AnswerClass("positive", ["positive"]), new AnswerClass("negative", ["negative"])] };

        foreach (var layer in new[] { free, chosen })
            await RefusedAsync(() => evaluation.AnswerAsync([new LayerInput(layer, new Example("x", "positive")), new LayerInput(layer, new Example("y", "negative"))], CancellationToken.None));
    }

    private static ILanguageModel Around(ILanguageModel model, string asker, LanguageBudget budget) => asker switch
    {
        "budget" => new BudgetedLanguageModel(model, budget),
        "cache" => new CachedLanguageModel(model),
        _ => new CachedLanguageModel(new BudgetedLanguageModel(model, budget)),
    };

    private static async Task RefusedAsync<TAnswer>(Func<Task<IReadOnlyList<TAnswer>>> ask) =>
        (await FluentActions.Awaiting(() => ask().WaitAsync(Patience)).Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS6304");
}
