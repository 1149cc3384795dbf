using System.Text.Json;
using Strangers;
using Tessera.Adapters.Evaluation;
using Tessera.Adapters.Evaluation.Methods;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tasks;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Evaluation;

/// <summary>Routers that are fitted to the experts' own examples, somebody's own router among them, and what is seen of their routing.</summary>
public sealed class CalibratedEvaluationSpecs : IDisposable
{
    private readonly Study _study;

    public CalibratedEvaluationSpecs()
    {
        Libtorch.EnsureLoaded();
        _study = new Study();
        _study.Write("vowels", Enumerable.Range(0, 40).Select(line => Pair("aeiou", line)));
        _study.Write("consonants", Enumerable.Range(0, 40).Select(line => Pair("bcdfg", line)));
        _study.Write("new", Enumerable.Range(0, 40).Select(line => Pair("aeiou", line + 100)));
    }

    private TaskSplit Tasks => _study.Split(["consonants", "vowels"], ["new"], 20, 20);

    [Fact]
    public async Task A_strangers_router_is_fitted_to_the_examples_of_each_expert_and_finds_the_expert_of_new_tasks()
    {
        await EvaluateAsync(("consonants", "consonants"), ("vowels", "vowels"));

        var weights = Weights();
        weights["vowels"]["vowels"].Should().BeGreaterThan(0.6);
        weights["consonants"]["consonants"].Should().BeGreaterThan(0.6);
        weights["new"]["vowels"].Should().BeGreaterThan(0.6, "it is of the same letters");
        weights.Values.Should().AllSatisfy(task => task.Values.Sum().Should().BeApproximately(1, 1e-3));
        var spread = _study.Context.Findings.OfType<Matrix>().Single(matrix => matrix.Title.EndsWith("spread by layer and task", StringComparison.Ordinal));
        spread.RowNames.Should().HaveCount(14).And.OnlyHaveUniqueItems("the model has two layers of seven maps");
        spread.ColumnNames.Should().Equal("new", "consonants", "vowels");
        spread.Values.SelectMany(row => row).Should().OnlyContain(value => value >= 0 && value <= 1);
    }

    [Fact]
    public async Task How_far_a_router_is_fitted_is_part_of_the_progress()
    {
        await EvaluateAsync(("consonants", "consonants"), ("vowels", "vowels"));

        _study.Context.Told.Should().ContainInOrder("asking base", "fitting private+nearest-mean", "asking private+nearest-mean");
        _study.Context.Fractions.Should().BeInAscendingOrder().And.StartWith(0).And.EndWith(1);
    }

    [Fact]
    public async Task The_experts_of_clusters_see_examples_of_all_their_tasks()
    {
        await EvaluateAsync(("one", "vowels, consonants"), ("other", "consonants"));

        var examples = new OwnExamples(_study.Model, _study.Library("asked", [("one", "vowels, consonants"), ("other", "consonants")]), Tasks.ReadTraining(), new Seed(1));
        var letters = examples.Of(0).Take(10).Select(example => "aeiou".Contains(example.Answer[0]) ? 'v' : 'c');
        new string([.. letters]).Should().Be("vcvcvcvcvc");
        examples.Of(1).Should().HaveCount(20).And.OnlyContain(example => !"aeiou".Contains(example.Answer[0]));
        Weights()["vowels"]["one"].Should().BeGreaterThan(Weights()["consonants"]["one"]);
    }

    [Fact]
    public async Task Nothing_is_shown_of_a_router_that_routes_everything_alike()
    {
        var library = _study.Library("private", "consonants", "vowels");
        await _study.EvaluateAsync(new EvaluateOptions { Model = _study.Model, Tasks = Tasks, Libraries = [new() { Name = "private", Library = library, Routers = [Study.Even(2)] }] });

        _study.Context.Findings.Should().NotContain(finding => finding.Title.StartsWith("Routing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_expert_without_examples_is_told_by_name()
    {
        var evaluate = () => EvaluateAsync(("vowels", "vowels"), ("stranger", "greek,latin"));

        (await evaluate.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS5534" && problem.Message.Contains("'stranger'") && problem.Message.Contains("greek, latin"));
    }

    [Fact]
    public void Gates_learn_to_prefer_right_answers_and_where_there_are_no_wrong_ones_to_foretell_answers()
    {
        using var scope = torch.NewDisposeScope();
        _study.Write("copies", Enumerable.Range(0, 40).Select(line => JsonSerializer.Serialize(new { prompt = "abc", answer = "abc" })));
        var library = _study.Library("two", [("vowels", "vowels"), ("copies", "copies")]);
        var examples = new OwnExamples(_study.Model, library, _study.Split(["copies", "vowels"], [], 20, 20).ReadTraining(), new Seed(1));
        double Loss(int expert) => examples.ForCalibration.Loss(expert, 0, new Nothing()).Number();

        // A random model foretells one of 40 tokens with about 1/40, and prefers neither of two answers.
        Loss(library.Experts.Index().Single(expert => expert.Item.Name == "vowels").Index).Should().BeInRange(0, 3);
        Loss(library.Experts.Index().Single(expert => expert.Item.Name == "copies").Index).Should().BeInRange(2.5, 8);
    }

    public void Dispose() => _study.Dispose();

    private Task<ComparedMethods> EvaluateAsync(params (string Expert, string Tasks)[] experts) => _study.EvaluateAsync(new EvaluateOptions
    {
        Model = _study.Model,
        Tasks = Tasks,
        Libraries = [new() { Name = "private", Library = _study.Library("private", experts, 0.1), Routers = [Study.Router("nearest-mean", () => new NearestMeanRouter())] }],
    });

    private Dictionary<string, Dictionary<string, double>> Weights()
    {
        var matrix = _study.Context.Findings.OfType<Matrix>().Single(matrix => matrix.Title == "Routing of private+nearest-mean: weight of each expert by task");
        return matrix.RowNames.Index().ToDictionary(row => row.Item, row => matrix.ColumnNames.Index().ToDictionary(column => column.Item, column => matrix.Values[row.Index][column.Index]));
    }

    private static string Pair(string letters, int line)
    {
        var random = new Seed((ulong)line).CreateRandom();
        string Text() => string.Concat(Enumerable.Range(0, 8).Select(_ => letters[random.Next(letters.Length)]));
        return JsonSerializer.Serialize(new { sentence_good = Text(), sentence_bad = Text() });
    }

    private sealed class Nothing : Tessera.Adapters.Models.IAdaptation
    {
        public IReadOnlyList<torch.Tensor?> Adapt(Tessera.Adapters.Models.MapGroup group, torch.Tensor hidden, Tessera.Adapters.Models.TokenBatch batch) => new torch.Tensor?[group.Maps.Count];
    }
}
