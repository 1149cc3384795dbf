using System.Text.Json;
using Tessera.Adapters.Evaluation;
using Tessera.Adapters.Library;
using Tessera.Adapters.Merging;
using Tessera.Adapters.Models;
using Tessera.Adapters.Steps;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Evaluation;

/// <summary>What a researcher reads who compares libraries and routers.</summary>
public sealed class EvaluateSpecs : IDisposable
{
    private static readonly string[] Seen = ["east", "west"], New = ["north"];

    private readonly Study _study;

    public EvaluateSpecs()
    {
        Libtorch.EnsureLoaded();
        _study = new Study();
    }

    [Fact]
    public async Task Each_library_is_judged_with_each_of_its_routers_beside_the_base_model()
    {
        var tasks = _study.Pairs(Seen, New);
        var (own, shared) = (_study.Library("private", Seen), _study.Library("shared", "all"));

        var compared = await _study.EvaluateAsync(new EvaluateOptions
        {
            Model = _study.Model,
            Tasks = tasks,
            Libraries = [new() { Name = "private", Library = own, Routers = [Study.Even(2), Study.Even(4, "half")] }, new() { Name = "shared", Library = shared }],
        });

        compared.Methods.Select(method => method.Name).Should().Equal("base", "private+even", "private+half", "shared");
        compared.Methods.Should().AllSatisfy(method =>
        {
            method.HeldOut!.PerTask.Keys.Should().Equal(New);
            method.Training!.PerTask.Keys.Should().Equal(Seen);
            method.Training.Mean.Should().BeApproximately(method.Training.PerTask.Values.Average(), 1e-12);
            method.Training.Mean.Should().BeInRange(method.Training.Interval[0], method.Training.Interval[1]);
        });
        compared.Comparisons.Should().HaveCount(6);
        compared.Methods.Select(method => method.HeldOut!.Mean).Distinct().Should().HaveCountGreaterThan(1, "experts change what the model says");
        _study.Context.Metrics["heldOut.shared"].Should().Be(compared.Methods[3].HeldOut!.Mean);
        _study.Context.Summary.Should().HaveCount(4).And.OnlyContain(entry => entry.List == "methods");
        _study.Context.Summary[1].Entry["heldOut"]!["perTask"]!["north"]!.GetValue<double>().Should().Be(compared.Methods[1].HeldOut!.PerTask["north"]);
    }

    [Fact]
    public async Task What_a_step_hands_over_comes_back_from_JSON_as_it_went()
    {
        var compared = await _study.EvaluateAsync(Options(_study.Library("private", Seen)));
        var json = JsonSerializer.Serialize(compared);

        JsonSerializer.Serialize(JsonSerializer.Deserialize<ComparedMethods>(json)).Should().Be(json);
    }

    [Fact]
    public async Task One_expert_alone_one_expert_routed_and_one_expert_folded_into_the_weights_are_the_same()
    {
        var library = _study.Library("one", "all");
        var options = Options(library);
        options.Libraries = [new() { Name = "one", Library = library }, new() { Name = "routed", Library = library, Routers = [Study.Even(1)] }];
        var compared = await _study.EvaluateAsync(options);
        using var folder = new TemporaryFolder();
        using var folded = Fold(library, folder);
        var alone = await _study.EvaluateAsync(new EvaluateOptions { Model = folded, Tasks = options.Tasks });

        var examples = compared.Choices.Single().Examples;
        examples["routed+even"].Should().Equal(examples["one"]);
        alone.Choices.Single().Examples["base"].Should().Equal(examples["one"]);
        examples["base"].Should().NotEqual(examples["one"]);
    }

    [Fact]
    public async Task The_short_form_names_methods_by_the_routers()
    {
        var options = Options(null);
        options.Library = _study.Library("private", Seen);
        options.Routers = [Study.Even(2), Study.Even(2, "other"), Study.Even(4)];

        var compared = await _study.EvaluateAsync(options);

        compared.Methods.Select(method => method.Name).Should().Equal("base", "even", "other", "even #2");
        compared.Methods[1].Should().BeEquivalentTo(compared.Methods[2], same => same.Excluding(method => method.Name));
    }

    [Fact]
    public async Task A_library_named_as_its_router_needs_no_other_name()
    {
        var options = Options(null);
        options.Libraries = [new() { Name = "poly", Library = _study.Library("skills", Seen), Routers = [Study.Even(2, "poly"), Study.Even(2, "uniform")] }];

        (await _study.EvaluateAsync(options)).Methods.Select(method => method.Name).Should().Equal("base", "poly", "poly+uniform");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task I_can_ask_only_some_of_the_tasks(bool heldOut, bool training)
    {
        var options = Options(_study.Library("private", Seen));
        options.On = heldOut ? [EvaluatedTasks.HeldOut] : [EvaluatedTasks.Training];
        options.TrainingTests = 7;

        var compared = await _study.EvaluateAsync(options);

        compared.Methods.Should().OnlyContain(method => (method.HeldOut != null) == heldOut && (method.Training != null) == training);
        var examples = compared.Choices.Single().Examples["private+even"];
        if (training) examples["east"].Should().HaveLength(7);
        else examples["north"].Should().HaveLength(30);
    }

    [Fact]
    public async Task The_same_evaluation_twice_is_the_same_to_the_last_digit()
    {
        var options = Options(_study.Library("private", Seen));

        var (first, second) = (await _study.EvaluateAsync(options), await _study.EvaluateAsync(options));

        JsonSerializer.Serialize(second).Should().Be(JsonSerializer.Serialize(first));
    }

    [Fact]
    public async Task People_are_shown_methods_tasks_and_differences()
    {
        await _study.EvaluateAsync(Options(_study.Library("private", Seen)));

        _study.Context.Findings.Select(finding => finding.Title).Should().Equal(
            "Methods", "Score of each held-out task", _study.Context.Findings[2].Title, "Differences of means on held-out tasks",
            "Score of each training task", _study.Context.Findings[5].Title, "Differences of means on training tasks");
        _study.Context.Findings[2].Title.Should().StartWith("Difference from ");
        _study.Context.Findings.OfType<Matrix>().First().RowNames.Should().Equal("north");
    }

    [Fact]
    public async Task An_evaluation_ends_early_when_it_is_asked_to()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await _study.Invoking(study => study.EvaluateAsync(Options(null), cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task No_tensor_is_left_after_an_evaluation()
    {
        var options = Options(_study.Library("private", Seen));
        await _study.EvaluateAsync(options);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        await _study.EvaluateAsync(options);

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    public void Dispose() => _study.Dispose();

    private EvaluateOptions Options(ExpertLibrary? library) => new()
    {
        Model = _study.Model,
        Tasks = _study.Pairs(Seen, New),
        Libraries = library is null ? [] : [new() { Name = "private", Library = library, Routers = [Study.Even(library.Experts.Count)] }],
    };

    // In double precision, rounded once.
    private LanguageModelFolder Fold(ExpertLibrary library, TemporaryFolder folder)
    {
        using var scope = torch.NewDisposeScope();
        foreach (var (index, map) in library.Maps.Index())
        {
            var (values, shape) = _study.Weights.Weights[map.Name + ".weight"];
            _study.Weights.Weights[map.Name + ".weight"] = (WeightFolding.Fold(torch.tensor(values, shape), library.Read(0, index)!).data<double>().ToArray(), shape);
        }

        return LanguageModelFolder.Open(_study.Weights.Write(folder));
    }
}
