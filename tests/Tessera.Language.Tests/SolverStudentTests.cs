using Tessera.Language.Losses;
using Tessera.Language.Optimization;
using Tessera.Language.PromptTasks;
using Tessera.Language.Templates;
using Tessera.Optimizers.Dln;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Language.Tests;

/// <summary>Students on the real data: what they are told decides how well they answer.</summary>
public sealed class SolverStudentTests
{
    private const string Template = "<instruction>{{ prompt }}</instruction><input>{{ input }}</input><hidden>{{ hidden }}</hidden>";

    public static TheoryData<string> Tasks => ["navigate", "hyperbaton", "logical-deduction-seven-objects"];

    [Theory]
    [MemberData(nameof(Tasks))]
    public async Task Whoever_is_told_how_answers_everything(string task)
    {
        var student = StudentOf(task);
        var splits = await ReadAsync(task);
        (await AccuracyAsync(student, task, student.Optimum, [.. splits.Training, .. splits.Validation, .. splits.Test])).Should().Be(1);
        var scores = await EvaluationOf(student).ScoreAsync(Inputs(task, student.Optimum, splits.Test), CancellationToken.None);
        scores.Should().AllSatisfy(score => score.Should().BeApproximately(Math.Log(SolverStudent.Sure), 1e-12));
    }

    [Theory]
    [InlineData("navigate", NavigateStudent.Ask, 0.42, 0.42)]
    [InlineData("navigate", NavigateStudent.Ask + " " + NavigateStudent.TrackFacing, 0.42, 0.42)]
    [InlineData("navigate", NavigateStudent.Ask + " " + NavigateStudent.TrackPosition, 0.65, 0.95)]
    [InlineData("navigate", NavigateStudent.Ask + " " + NavigateStudent.TrackPosition + " " + NavigateStudent.TrackFacing + " " + NavigateStudent.Hurry, 0.42, 0.42)]
    [InlineData("hyperbaton", HyperbatonStudent.Ask, 0.2, 0.75)]
    [InlineData("logical-deduction-seven-objects", LogicalDeductionStudent.Ask, 0.05, 0.25)]
    [InlineData("logical-deduction-seven-objects", LogicalDeductionStudent.Ask + " " + LogicalDeductionStudent.GoThrough + " " + LogicalDeductionStudent.Hurry, 0.05, 0.25)]
    public async Task Whoever_is_not_told_how_does_not(string task, string instruction, double least, double most)
    {
        var splits = await ReadAsync(task);
        (await AccuracyAsync(StudentOf(task), task, instruction, splits.Test)).Should().BeInRange(least, most);
    }

    [Fact]
    public async Task A_more_nearly_right_order_of_adjectives_is_worth_more()
    {
        var splits = await ReadAsync("hyperbaton");
        string[] right = ["opinion", "size", "age", "shape", "color", "origin", "material", "purpose"];
        string[] near = ["opinion", "size", "age", "shape", "color", "origin", "purpose", "material"];
        var student = StudentOf("hyperbaton");
        student.Optimum.Should().Be(HyperbatonStudent.PromptFor(right));
        var accuracies = new List<double>();
        foreach (var prompt in new[] { right.Reverse(), near, right }.Select(HyperbatonStudent.PromptFor)) accuracies.Add(await AccuracyAsync(student, "hyperbaton", prompt, splits.Test));
        accuracies.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public async Task Notes_are_written_by_whoever_is_told_how_and_read_by_whoever_is_told_to(string task)
    {
        var student = StudentOf(task, layers: 2);
        var example = (await ReadAsync(task)).Test[0];
        var good = (await GenerateAsync(student, Context(student.Optimum, example.Input)))[0];
        good.Text.Should().NotBe(SolverStudent.NoNotes);
        Math.Exp(good.LogProbability!.Value).Should().BeApproximately(SolverStudent.Sure, 1e-12);
        var labels = KnownPromptTasks.Find(task).Labels;

        var read = await ProbabilitiesAsync(student, Context($"{SolverStudent.ReadNotes} Be brief.", example.Input, good.Text), labels);
        read[labels.ToList().IndexOf(example.Target)].Should().BeApproximately(SolverStudent.Sure, 1e-12);
        foreach (var context in new[] { Context("Be brief.", example.Input, good.Text), Context(SolverStudent.ReadNotes, example.Input, SolverStudent.NoNotes) })
            (await ProbabilitiesAsync(student, context, labels)).Should().AllSatisfy(probability => probability.Should().BeApproximately(1.0 / labels.Count, 1e-12));
    }

    [Theory]
    [InlineData("navigate", 1)]
    [InlineData("navigate", 2)]
    [InlineData("hyperbaton", 1)]
    [InlineData("hyperbaton", 2)]
    [InlineData("logical-deduction-seven-objects", 1)]
    [InlineData("logical-deduction-seven-objects", 2)]
    public async Task Scores_and_samples_agree(string task, int layers)
    {
        var student = StudentOf(task, layers);
        var input = (await ReadAsync(task)).Test[1].Input;
        string[] contexts = [Context(student.Optimum, input), Context("Answer.", input), $"<current-instruction>\n{student.Optimum}\n</current-instruction>"];
        foreach (var context in contexts)
        {
            var all = student.Continuations(context).Texts;
            all.Sum(pair => pair.Value).Should().BeApproximately(1, 1e-12);
            (await ProbabilitiesAsync(student, context, [.. all.Select(pair => pair.Key)])).Zip(all).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second.Value) < 1e-12);

            const int draws = 2000;
            var samples = await GenerateAsync(student, context, temperature: 1, draws);
            foreach (var (text, probability) in all)
            {
                var deviation = Math.Sqrt(draws * probability * (1 - probability));
                samples.Count(sample => sample.Text == text).Should().BeInRange((int)((draws * probability) - (5 * deviation)), (int)((draws * probability) + (5 * deviation) + 1));
            }

            samples.Should().OnlyContain(sample => Math.Abs(Math.Exp(sample.LogProbability!.Value) - all.Single(pair => pair.Key == sample.Text).Value) < 1e-12);
            (await GenerateAsync(student, context, temperature: 1, draws)).Should().Equal(samples, "seeds decide");
            (await ProbabilitiesAsync(student, context, ["something else"])).Should().Equal(0);
        }
    }

    [Theory]
    [InlineData("navigate", NavigateStudent.Ask, 6, 40)]
    [InlineData("hyperbaton", HyperbatonStudent.Ask, 20, 100)]
    [InlineData("logical-deduction-seven-objects", LogicalDeductionStudent.Ask, 4, 20)]
    public async Task A_search_finds_out_what_to_tell(string task, string prompt, int iterations, int batch)
    {
        using var taskContext = new RecordingContext();
        var prepared = await new PromptTaskStep(new PromptTaskOptions { Task = task, Folder = SharedData.Require("data"), Training = 200, Validation = 100 }).RunAsync(taskContext, CancellationToken.None);
        using var context = new RecordingContext();
        var output = await new OptimizePromptStep(new OptimizePromptOptions
        {
            Model = new Part<ILanguageModel>("model/student", () => new OwnedPart<ILanguageModel>(StudentOf(task))),
            Optimizer = new Part<IPromptOptimizer>(
                "optimizer/dln", () => new OwnedPart<IPromptOptimizer>(new DlnOptimizer(new DlnOptions { Iterations = iterations, BatchSize = batch, Proposals = 24 }))),
            Data = prepared.Training,
            Validation = prepared.Validation,
            Classes = prepared.Classes,
            Prompt = prompt,
        }).RunAsync(context, CancellationToken.None);
        output.AccuracyBefore.Should().BeLessThan(0.7);
        output.AccuracyAfter.Should().BeGreaterThan(0.98);
    }

    private static SolverStudent StudentOf(string task, int layers = 1) => task switch
    {
        "navigate" => new NavigateStudent(layers),
        "hyperbaton" => new HyperbatonStudent(SharedData.Require("data/hyperbaton_vocab.json"), layers),
        _ => new LogicalDeductionStudent(layers),
    };

    private static Task<TaskSplits> ReadAsync(string task) => KnownPromptTasks.Find(task).ReadAsync(SharedData.Require("data"), PromptTask.PublishedSeed, CancellationToken.None);

    private static LayerEvaluation EvaluationOf(ILanguageModel model) => new(model, new LiquidTemplateRenderer(), new ExactMatchLoss());

    private static List<LayerInput> Inputs(string task, string prompt, IReadOnlyList<Example> examples)
    {
        var classes = KnownPromptTasks.Find(task).Labels.Select(label => new AnswerClass(label, [label])).ToList();
        var layer = new PromptLayer { Name = "answer", Prompt = prompt, Template = Template, Classes = classes };
        return [.. examples.Select(example => new LayerInput(layer, example))];
    }

    private static async Task<double> AccuracyAsync(ILanguageModel model, string task, string prompt, IReadOnlyList<Example> examples) =>
        (await EvaluationOf(model).AnswerAsync(Inputs(task, prompt, examples), CancellationToken.None)).Average(answer => 1 - answer.Loss);

    private static string Context(string prompt, string input, string hidden = "") => $"<instruction>{prompt}</instruction><input>{input}</input><hidden>{hidden}</hidden>";

    private static Task<IReadOnlyList<Generation>> GenerateAsync(SolverStudent student, string context, double temperature = 0, int count = 1) => student.GenerateAsync(
        [.. Enumerable.Range(0, count).Select(index => new GenerationRequest(context, new SamplingOptions { Temperature = temperature }, new Seed(9).Derive("draw", index)))], CancellationToken.None);

    private static async Task<List<double>> ProbabilitiesAsync(SolverStudent student, string context, IReadOnlyList<string> texts) =>
        [.. (await student.ScoreAsync([.. texts.Select(text => new ScoreRequest(context, text))], CancellationToken.None)).Select(score => Math.Exp(score.LogProbability))];
}
