using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Language.Budgets;
using Tessera.Language.Caching;
using Tessera.Models.Table;
using Tessera.Optimizers.Ape;
using Tessera.Optimizers.FewShot;
using Tessera.Optimizers.Opro;
using Tessera.Optimizers.ZeroShot;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Schemas;

namespace Tessera.Optimizers.Tests;

/// <summary>What holds for every optimizer, whatever its algorithm.</summary>
public sealed class OptimizerContractTests : IDisposable
{
    private readonly Search _search = new();

    public static TheoryData<string> Optimizers => ["zero-shot", "few-shot", "ape", "opro"];

    public void Dispose() => _search.Dispose();

    [Theory]
    [MemberData(nameof(Optimizers))]
    public async Task Side_by_side_or_one_by_one_cached_or_not_the_trace_is_the_same_byte_for_byte(string optimizer)
    {
        var model = ModelFor(optimizer, new Seed(71));
        var traces = new List<string>();
        foreach (var variant in new ILanguageModel[] { model, new ObservedModel(model) { Parallelism = 32 }, new CachedLanguageModel(model), new CachedLanguageModel(new ObservedModel(model) { Parallelism = 8 }) })
        {
            var result = await _search.RunAsync(TaskFor(optimizer, variant), Create(optimizer));
            traces.Add(JsonSerializer.Serialize(new { result, _search.Journal.Candidates, _search.Journal.Iterations }));
        }

        traces.Distinct().Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public async Task With_any_budget_the_best_so_far_is_returned_and_the_budget_is_kept(string optimizer)
    {
        var model = ModelFor(optimizer, new Seed(72));
        var unlimited = new LanguageBudget();
        var free = await _search.RunAsync(TaskFor(optimizer, new CachedLanguageModel(new BudgetedLanguageModel(model, unlimited))), Create(optimizer));
        double? last = null;
        for (var calls = 1; calls <= unlimited.Calls; calls++)
        {
            var budget = new LanguageBudget(calls);
            var result = await _search.RunAsync(TaskFor(optimizer, new CachedLanguageModel(new BudgetedLanguageModel(model, budget))), Create(optimizer));
            budget.Calls.Should().BeLessThanOrEqualTo(calls);
            result.BudgetExhausted.Should().Be(calls < unlimited.Calls);
            result.Iterations.Should().BeLessThanOrEqualTo(free.Iterations);
            double.IsNaN(result.Score).Should().Be(calls < 3 * 2, "three examples with two classes are the first evaluation");
            if (double.IsNaN(result.Score)) continue;
            result.Score.Should().BeGreaterThanOrEqualTo(last ?? result.InitialScore, "more budget is never worse").And.BeLessThanOrEqualTo(free.Score);
            last = result.Score;
        }

        last.Should().Be(free.Score);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public async Task Whatever_the_table_the_result_is_never_worse_than_the_prompt_given(string optimizer)
    {
        for (var seed = 0; seed < 30; seed++)
        {
            foreach (var scoring in new[] { "logProbability", "accuracy" })
            {
                var result = await _search.RunAsync(TaskFor(optimizer, ModelFor(optimizer, new Seed(73).Derive("table", seed)), (ulong)seed), Create(optimizer, scoring));
                result.Score.Should().BeGreaterThanOrEqualTo(result.InitialScore);
                result.BudgetExhausted.Should().BeFalse();
                var again = await _search.RunAsync(TaskFor("zero-shot", ModelFor(optimizer, new Seed(73).Derive("table", seed))) with { Program = result.Program }, Create("zero-shot", scoring));
                again.Score.Should().Be(result.Score, "the score is that of the program on the validation examples");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public async Task Free_text_is_answered_and_scored_too(string optimizer)
    {
        var task = TaskFor(optimizer, ModelFor(optimizer, new Seed(74)));
        task = task with { Program = new PromptProgram([task.Program.Layers[0] with { Classes = [] }]) };
        foreach (var scoring in new[] { "logProbability", "accuracy" })
        {
            var result = await _search.RunAsync(task, Create(optimizer, scoring));
            result.Score.Should().BeGreaterThanOrEqualTo(result.InitialScore).And.BeLessThanOrEqualTo(1);
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public async Task When_every_answer_is_impossible_scores_are_numbers_and_the_prompt_given_wins_the_tie(string optimizer)
    {
        var task = TaskFor(optimizer, ModelFor(optimizer, new Seed(79)));
        var layer = task.Program.Layers[0] with { Classes = [new AnswerClass("yes", ["never"]), new AnswerClass("no", ["nowhere"])] };
        // The demonstrations of few-shot are to be those of the table, so its answers are made impossible as free text.
        if (optimizer == "few-shot") task = task with { Validation = [.. task.Validation.Select(example => example with { Target = "never" })] };
        var result = await _search.RunAsync(task with { Program = new PromptProgram([optimizer == "few-shot" ? layer with { Classes = [] } : layer]) }, Create(optimizer));
        result.Score.Should().Be(LayerEvaluation.Impossible);
        result.Program.Layers[0].Prompt.Should().Be(task.Program.Layers[0].Prompt);
        _search.Journal.Candidates.Select(candidate => candidate.Prompt).Distinct().Should().HaveCountGreaterThan(optimizer == "zero-shot" ? 0 : 1);
        _search.Journal.Candidates.Should().AllSatisfy(candidate => candidate.Score.Should().Be(LayerEvaluation.Impossible));
    }

    [Theory]
    [InlineData("few-shot")]
    [InlineData("ape")]
    [InlineData("opro")]
    public async Task Another_seed_goes_another_way(string optimizer)
    {
        var model = ModelFor(optimizer, new Seed(80));
        var traces = new List<string>();
        for (ulong seed = 1; seed <= 6; seed++)
        {
            await _search.RunAsync(TaskFor(optimizer, model, seed), Create(optimizer));
            traces.Add(JsonSerializer.Serialize(_search.Journal.Candidates));
        }

        traces.Distinct().Should().HaveCountGreaterThan(2);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public async Task A_model_that_does_not_score_is_measured_by_accuracy(string optimizer)
    {
        var model = new ObservedModel(ModelFor(optimizer, new Seed(75))) { Hidden = LanguageModelCapabilities.Score };
        var result = await _search.RunAsync(TaskFor(optimizer, model), Create(optimizer, "accuracy"));
        result.Score.Should().BeInRange(result.InitialScore, 1);
        model.Generated.Should().NotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public async Task A_cancelled_search_ends_with_an_exception(string optimizer)
    {
        var searching = () => Create(optimizer).OptimizeAsync(TaskFor(optimizer, ModelFor(optimizer, new Seed(76))), new CancellationToken(canceled: true));
        await searching.Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("zero-shot", "layers", "TESS6301")]
    [InlineData("few-shot", "layers", "TESS6301")]
    [InlineData("ape", "layers", "TESS6301")]
    [InlineData("opro", "layers", "TESS6301")]
    [InlineData("zero-shot", "examples", "TESS6301")]
    [InlineData("few-shot", "examples", "TESS6301")]
    [InlineData("ape", "examples", "TESS6301")]
    [InlineData("opro", "examples", "TESS6301")]
    [InlineData("ape", "proposer", "TESS6302")]
    [InlineData("opro", "proposer", "TESS6302")]
    [InlineData("zero-shot", "scorer", "TESS6302")]
    [InlineData("few-shot", "scorer", "TESS6302")]
    [InlineData("ape", "scorer", "TESS6302")]
    [InlineData("opro", "scorer", "TESS6302")]
    [InlineData("zero-shot", "answers", "TESS6302")]
    [InlineData("few-shot", "answers", "TESS6302")]
    [InlineData("ape", "answers", "TESS6302")]
    [InlineData("opro", "answers", "TESS6302")]
    public async Task A_task_that_does_not_fit_is_explained_before_anything_is_asked(string optimizer, string fault, string id)
    {
        var inner = ModelFor(optimizer, new Seed(77));
        var model = new ObservedModel(inner) { Hidden = fault switch { "scorer" => LanguageModelCapabilities.Score, "answers" => LanguageModelCapabilities.Generate | LanguageModelCapabilities.Score, _ => default } };
        var task = TaskFor(optimizer, model) with { Backward = fault == "proposer" ? new ObservedModel(inner) { Hidden = LanguageModelCapabilities.Generate } : inner };
        if (fault == "layers") task = task with { Program = new PromptProgram([task.Program.Layers[0], task.Program.Layers[0]]) };
        if (fault == "examples") task = task with { Training = [], Validation = [] };

        var failure = (await FluentActions.Awaiting(() => _search.RunAsync(task, Create(optimizer, fault == "answers" ? "accuracy" : "logProbability"))).Should().ThrowAsync<TesseraException>()).Which;

        failure.Diagnostics.Should().ContainSingle(diagnostic => diagnostic.Id == id && diagnostic.Remedy != null);
        FluentActions.Invoking(() => Create(optimizer, fault == "answers" ? "accuracy" : "logProbability").RequireFit(task)).Should().Throw<TesseraException>().Which.Diagnostics.Should().Equal(failure.Diagnostics);
        (model.Generated.Count + model.Scored.Count + _search.Journal.Candidates.Count).Should().Be(0);
    }

    [Theory]
    [InlineData(typeof(ZeroShotOptions), """{ "scoring": "bleu" }""", "logProbability")]
    [InlineData(typeof(ZeroShotOptions), """{ "shots": 5 }""", "no 'shots'")]
    [InlineData(typeof(FewShotOptions), """{ "shots": 0 }""", "from 1 to")]
    [InlineData(typeof(FewShotOptions), """{ "sets": 0 }""", "from 1 to")]
    [InlineData(typeof(FewShotOptions), """{ "balanced": 1 }""", "true or false")]
    [InlineData(typeof(FewShotOptions), """{ "template": "" }""", "must not be empty")]
    [InlineData(typeof(ApeOptions), """{ "candidates": 0 }""", "from 1 to")]
    [InlineData(typeof(ApeOptions), """{ "keep": 1.5 }""", "from 0 to 1")]
    [InlineData(typeof(ApeOptions), """{ "rounds": -1 }""", "from 0 to")]
    [InlineData(typeof(ApeOptions), """{ "temperature": -0.1 }""", "from 0 to 10")]
    [InlineData(typeof(ApeOptions), """{ "inductionTemplate": "" }""", "must not be empty")]
    [InlineData(typeof(OproOptions), """{ "history": 0 }""", "from 1 to")]
    [InlineData(typeof(OproOptions), """{ "examples": -1 }""", "from 0 to")]
    [InlineData(typeof(OproOptions), """{ "iteration": 3 }""", "Did you mean 'iterations'?")]
    public void A_bad_option_is_named(Type options, string json, string explanation) =>
        ObjectBinder.Bind(options, JsonNode.Parse(json)!.AsObject(), BindingRules.Strict).Errors.Should().ContainSingle().Which.Message.Should().Contain(explanation);

    [Theory]
    [InlineData("few-shot", "template", "{{ prompt ", "TESS6101")]
    [InlineData("few-shot", "template", "{{ prompt }} {{ examples }}", "TESS6102")]
    [InlineData("ape", "inductionTemplate", "{{ demonstration }}", "TESS6102")]
    [InlineData("ape", "variationTemplate", "{{ instruction }}", "TESS6102")]
    [InlineData("opro", "metaTemplate", "{% for one in past %}{{ prompt }}", "TESS6101")]
    public async Task A_template_that_cannot_be_rendered_is_explained(string optimizer, string option, string template, string id)
    {
        var options = new JsonObject { [option] = template };
        var searching = () => _search.RunAsync(TaskFor(optimizer, ModelFor(optimizer, new Seed(78))), Create(optimizer, "logProbability", options));
        (await searching.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().Contain(fault => fault.Id == id);
    }

    private TableLanguageModel ModelFor(string optimizer, Seed seed) =>
        optimizer == "few-shot" ? _search.ModelOf(new DemonstrationTable(seed)) : _search.ModelOf(PromptTable.Random(rules: 3, seed));

    /// <summary>Half of the examples teach, half decide.</summary>
    private static OptimizationTask TaskFor(string optimizer, ILanguageModel model, ulong seed = 1)
    {
        var task = Search.TaskFor(model, optimizer == "few-shot" ? DemonstrationTable.Prompt : PromptTable.Text(0), seed);
        return task with { Training = [.. task.Training.Take(3)], Validation = [.. task.Training.Skip(3)] };
    }

    private static IPromptOptimizer Create(string optimizer, string scoring = "logProbability", JsonObject? more = null)
    {
        var options = JsonNode.Parse(optimizer switch
        {
            "few-shot" => """{ "shots": 2, "sets": 4 }""",
            "ape" => """{ "candidates": 6, "demonstrations": 2, "rounds": 2, "variants": 4, "keep": 0.4, "sampleSize": 2 }""",
            "opro" => """{ "iterations": 4, "proposals": 3, "sampleSize": 2, "history": 4 }""",
            _ => "{}",
        })!.AsObject();
        options["scoring"] = scoring;
        foreach (var (name, value) in more ?? []) options[name] = value?.DeepClone();
        var json = options.ToJsonString();
        return optimizer switch
        {
            "zero-shot" => new ZeroShotOptimizer(Search.Options<ZeroShotOptions>(json)),
            "few-shot" => new FewShotOptimizer(Search.Options<FewShotOptions>(json)),
            "ape" => new ApeOptimizer(Search.Options<ApeOptions>(json)),
            _ => new OproOptimizer(Search.Options<OproOptions>(json)),
        };
    }
}
