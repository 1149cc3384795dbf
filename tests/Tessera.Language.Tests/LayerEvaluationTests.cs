using System.Text.Json.Nodes;
using Tessera.Language.Losses;
using Tessera.Language.Templates;
using Tessera.Models.Table;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Tests;

public sealed class LayerEvaluationTests : IDisposable
{
    private const string Table = """
        {
          "format": "tessera-table-model/1", "name": "colours", "inputs": { "sky": "The sky" },
          "layers": [ {
            "outputs": { "blue": "blue", "azure": "azure", "red": "red", "loud": "loud", "cold": "cold" },
            "prompts": {
              "ask": { "text": "Which colour?", "outputs": { "sky": { "blue": 0.2, "azure": 0.1, "red": 0.25, "loud": 0.45 } } },
              "none": { "text": "Which sound?", "outputs": { "sky": { "loud": 1 } } }
            }
          } ]
        }
        """;

    private static readonly IReadOnlyList<AnswerClass> Classes = [new("warm", ["red"]), new("cool", ["blue", "azure"])];
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"table-{Guid.NewGuid():n}.json");

    public LayerEvaluationTests() => File.WriteAllText(_file, Table);

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_class_is_as_probable_as_its_verbalizers_together_among_all_classes()
    {
        var scores = await Evaluation().ScoreAsync([Input("Which colour?", "cool", Classes), Input("Which colour?", "warm", Classes)], CancellationToken.None);
        scores[0].Should().BeApproximately(Math.Log(0.3 / 0.55), 1e-12);
        scores[1].Should().BeApproximately(Math.Log(0.25 / 0.55), 1e-12);
    }

    // The published tests of DLN (microsoft/deep-language-networks, tests/test_dln_score.py): the most probable tokens of text-davinci-003 after two questions, classes "a|A" and "b|B".
    // A verbalizer that is none of them has there the probability of the last of them; here it stands in the table.
    [Theory]
    [InlineData(-17.710045, -3.663905, -17.710045, -12.343077, "b", -8.6746863, 9.99829143e-01, 1.70856546e-04)]
    [InlineData(-17.22967, -11.863415, -17.22967, -12.451943, "a", -0.4428973, 6.42173164e-01, 3.57826836e-01)]
    public async Task Class_scores_are_those_that_DLN_published(double a, double upperA, double b, double upperB, string target, double score, double first, double second)
    {
        var row = new JsonObject { ["a"] = Math.Exp(a), ["A"] = Math.Exp(upperA), ["b"] = Math.Exp(b), ["B"] = Math.Exp(upperB) };
        row["rest"] = 1 - row.Sum(pair => pair.Value!.GetValue<double>());
        var table = JsonNode.Parse(Table)!;
        var layer = table["layers"]![0]!;
        layer["outputs"] = new JsonObject { ["a"] = "a", ["A"] = "A", ["b"] = "b", ["B"] = "B", ["rest"] = "anything else" };
        layer["prompts"] = new JsonObject { ["ask"] = new JsonObject { ["text"] = "Which is it?", ["outputs"] = new JsonObject { ["sky"] = row } } };
        await File.WriteAllTextAsync(_file, table.ToJsonString());

        var input = Input("Which is it?", target, [new("a", ["a", "A"]), new("b", ["b", "B"])]);
        (await Evaluation().ScoreAsync([input], CancellationToken.None))[0].Should().BeApproximately(score, 1e-7);
        (await Evaluation().DistributeAsync([input], CancellationToken.None))[0].Select(Math.Exp).Should().BeEquivalentTo([first, second], options => options.Using<double>(pair => pair.Subject.Should().BeApproximately(pair.Expectation, 1e-8)).WhenTypeIs<double>());
    }

    [Fact]
    public async Task The_answer_is_the_most_probable_class_not_the_most_probable_text()
    {
        var answers = await Evaluation().AnswerAsync([Input("Which colour?", "warm", Classes), Input("Which colour?", "cool", Classes)], CancellationToken.None);
        answers.Should().Equal(new LayerAnswer("cool", 1), new LayerAnswer("cool", 0));
    }

    [Fact]
    public async Task Classes_that_are_all_impossible_are_finite_and_no_number_is_missing()
    {
        var scores = await Evaluation().ScoreAsync([Input("Which sound?", "cool", Classes)], CancellationToken.None);
        scores.Should().Equal(LayerEvaluation.Impossible);
        var answers = await Evaluation().AnswerAsync([Input("Which sound?", "cool", Classes)], CancellationToken.None);
        answers[0].Output.Should().Be("warm", "the first of equals is taken");
    }

    [Fact]
    public async Task Free_text_is_scored_and_generated_as_it_is()
    {
        var inputs = new[] { Input("Which colour?", "azure"), Input("Which colour?", "green"), Input("Which sound?", "loud") };
        var scores = await Evaluation().ScoreAsync(inputs, CancellationToken.None);
        scores.Should().Equal(Math.Log(0.1), LayerEvaluation.Impossible, 0);
        var answers = await Evaluation().AnswerAsync(inputs, CancellationToken.None);
        answers.Should().Equal(new LayerAnswer("loud", 1), new LayerAnswer("loud", 1), new LayerAnswer("loud", 0));
    }

    [Fact]
    public async Task Layers_of_both_kinds_are_answered_in_their_order()
    {
        var answers = await Evaluation().AnswerAsync([Input("Which colour?", "loud"), Input("Which colour?", "cool", Classes), Input("Which sound?", "loud")], CancellationToken.None);
        answers.Select(answer => answer.Output).Should().Equal("loud", "cool", "loud");
    }

    [Fact]
    public async Task A_target_that_is_no_class_is_refused()
    {
        await Evaluation().Awaiting(evaluation => evaluation.ScoreAsync([Input("Which colour?", "blue", Classes)], CancellationToken.None))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*'blue' is none of the classes*");
    }

    [Fact]
    public async Task A_model_that_answers_with_no_number_is_named()
    {
        var evaluation = new LayerEvaluation(new NumberlessModel(), new LiquidTemplateRenderer(), new ExactMatchLoss());
        var failure = (await evaluation.Awaiting(asked => asked.ScoreAsync([Input("Which colour?", "red")], CancellationToken.None)).Should().ThrowAsync<TesseraException>()).Which;
        failure.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS6303" && fault.Message.Contains("'numberless'"));
    }

    private LayerEvaluation Evaluation() => new(new TableLanguageModel(new TableModelOptions { File = _file }), new LiquidTemplateRenderer(), new ExactMatchLoss());

    private static LayerInput Input(string prompt, string target, IReadOnlyList<AnswerClass>? classes = null) =>
        new(new PromptLayer { Name = "answer", Prompt = prompt, Template = Samples.Template, Classes = classes ?? [] }, new Example("The sky", target));

    private sealed class NumberlessModel : ILanguageModel
    {
        public string Identity => "numberless";

        public LanguageModelCapabilities Capabilities => LanguageModelCapabilities.Score;

        public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<ContinuationScore>>([.. requests.Select(_ => new ContinuationScore(double.NaN, 1, default))]);
    }
}
