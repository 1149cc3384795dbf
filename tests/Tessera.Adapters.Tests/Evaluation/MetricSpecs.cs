using System.Text.Json;
using Tessera.Adapters.Evaluation;
using Tessera.Adapters.Evaluation.Metrics;
using Tessera.Adapters.Models.Generation;
using Tessera.Adapters.Models.Scoring;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tasks;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Adapters.Tests.Evaluation;

/// <summary>How answers are judged: by what is likely, and by what is written.</summary>
public sealed class MetricSpecs : IDisposable
{
    private readonly Study _study;

    public MetricSpecs()
    {
        Libtorch.EnsureLoaded();
        _study = new Study();
    }

    [Theory]
    [InlineData(1, -3.0, -4.0, -5.0)]
    [InlineData(0, -3.0, -4.0, -2.0)]
    [InlineData(0, -3.0, -3.0)]
    [InlineData(0, double.NegativeInfinity, -3.0)]
    [InlineData(1, -3.0, double.NegativeInfinity)]
    [InlineData(double.NaN, -3.0, double.NaN)]
    [InlineData(double.NaN, double.NaN, -3.0)]
    public void The_answer_is_chosen_where_it_is_likelier_than_every_other_one(double expected, params double[] scores) => LikeliestChoice.Judge(scores).Should().Be(expected);

    [Theory]
    [InlineData(ChoiceScoring.Sum)]
    [InlineData(ChoiceScoring.PerToken)]
    public void Choices_of_several_lengths_are_scored_by_the_definition(ChoiceScoring scoring)
    {
        List<Question> questions = [.. Enumerable.Range(0, 40).Select(_ => new Question("any", new TaskExample(_study.Text(), _study.Text(), [_study.Text(), _study.Text() + _study.Text()])))];

        var values = new LikeliestChoice(scoring).Measure(new Examinee(_study.Model), questions, CancellationToken.None);

        double Score(Question question, string answer)
        {
            var tokens = _study.Model.Tokenizer.Encode(answer);
            var one = new ContinuationScorer(_study.Model.Model).Score([new Continuation(_study.Model.Tokenizer.EncodeWhole(question.Example.Prompt), tokens)]);
            return scoring == ChoiceScoring.Sum ? one[0].Sum() : one[0].Average();
        }

        var expected = questions.Select(question => question.Example.Others.All(other => Score(question, question.Example.Answer) > Score(question, other)) ? 1.0 : 0);
        values.Should().Equal(expected);
        values.Should().Contain(1).And.Contain(0);
    }

    [Fact]
    public async Task What_the_model_writes_is_compared_with_the_answer()
    {
        var prompts = Enumerable.Range(0, 20).Select(_ => _study.Text()).ToList();
        var options = new GenerationOptions { MaxTokens = 6, StopTexts = ["\n"] };
        var written = new TextGenerator(_study.Model.Model, _study.Model.Tokenizer).Generate([.. prompts.Select(prompt => _study.Model.Tokenizer.EncodeWhole(prompt))], options, new Seed(0));
        // Every second answer is what the model writes; the others begin in the same way.
        _study.Write("writing", prompts.Select((prompt, line) => JsonSerializer.Serialize(new { prompt, answer = written[line].Text + (line % 2 == 0 ? "" : "x") })));
        var tasks = _study.Split([], ["writing"], 20, 0);

        var compared = await _study.EvaluateAsync(new EvaluateOptions { Model = _study.Model, Tasks = tasks, Metric = MetricKind.ExactMatch, MaxTokens = 6 });
        var rouge = await _study.EvaluateAsync(new EvaluateOptions { Model = _study.Model, Tasks = tasks, Metric = MetricKind.RougeL, MaxTokens = 6 });

        compared.Choices.Single().Examples["base"]["writing"].Should().Be(string.Concat(Enumerable.Repeat("10", 10)));
        rouge.Methods.Single().HeldOut!.Mean.Should().BeInRange(0.05, 1);
    }

    [Theory]
    [InlineData("choice", """{ "prompt": "a", "answer": "one two three four", "others": ["b"] }""")]
    [InlineData("choice", """{ "sentence_good": "a", "sentence_bad": "b" }""")]
    [InlineData("exact match", """{ "prompt": "a", "answer": "one, two, three." }""")]
    [InlineData("Rouge-L", """{ "prompt": "a", "answer": "one two three four" }""")]
    public void Without_a_metric_a_task_is_judged_by_what_it_has(string expected, string line)
    {
        _study.Write("task", [line, line]);
        var task = _study.Split([], ["task"], 2, 0).ReadHeldOut().Single();

        new MetricChoice(MetricKind.Auto, ChoiceScoring.Sum, new GenerationOptions()).For(task.Name, task.Test).Name.Should().Be(expected);
    }

    public void Dispose() => _study.Dispose();
}
