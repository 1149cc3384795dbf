using System.Text.Json;
using Tessera.Adapters.Evaluation.Metrics;
using Tessera.Adapters.Library;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tests.Libraries;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Adapters.Tests.Evaluation;

/// <summary>What cannot be compared is refused, and says what is wrong with what.</summary>
public sealed class UnfitEvaluationSpecs : IDisposable
{
    private readonly Study _study;

    public UnfitEvaluationSpecs()
    {
        Libtorch.EnsureLoaded();
        _study = new Study();
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task A_router_that_gives_no_numbers_is_told_with_the_task_and_is_not_counted_as_wrong(double weight)
    {
        var options = Options(_study.Library("private", "east", "west"));
        options.Libraries[0].Routers = [Study.Even(2), Study.Router("broken", () => new FixedRouter(weight))];

        (await Refused(options)).Should().Match<Diagnostic>(problem => problem.Id == "TESS5533" && problem.Message.Contains("'private+broken'") && problem.Message.Contains("'north'"));
    }

    [Fact]
    public async Task A_router_that_gives_no_numbers_is_told_where_the_model_writes_too()
    {
        _study.Write("copies", Enumerable.Range(0, 40).Select(_ => JsonSerializer.Serialize(new { prompt = _study.Text(), answer = "ab" })));
        var options = new EvaluateOptions
        {
            Model = _study.Model, Tasks = _study.Split([], ["copies"], 20), MaxTokens = 4,
            Libraries = [new() { Name = "private", Library = _study.Library("private", "east", "west"), Routers = [Study.Router("broken", () => new FixedRouter(double.NaN))] }],
        };

        (await Refused(options)).Should().Match<Diagnostic>(problem => problem.Id == "TESS5533" && problem.Message.Contains("'private+broken'") && problem.Message.Contains("'copies'"));
    }

    [Fact]
    public async Task Experts_of_another_model_are_refused_and_not_judged_as_if_they_did_something()
    {
        using var folder = new TemporaryFolder();
        LibraryFolder.At(folder.Path).Add(Experts.Draft("foreign", 1));
        using var library = ExpertLibrary.Open(folder.Path);
        var options = Options(library);

        (await Refused(options)).Should().Match<Diagnostic>(problem => problem.Id == "TESS5208" && problem.Message.Contains("private+even"));
    }

    [Fact]
    public async Task Several_experts_need_a_router()
    {
        var options = Options(_study.Library("private", "east", "west"));
        options.Libraries[0].Routers = [];

        (await Refused(options)).Should().Match<Diagnostic>(problem => problem.Id == "TESS5531" && problem.Message.Contains("'private' has 2 experts and no router"));
    }

    [Fact]
    public async Task Names_that_do_not_tell_methods_apart_are_refused()
    {
        var library = _study.Library("private", "east", "west");
        var (twice, reserved, both, alone) = (Options(library), Options(library), Options(library), Options(null));
        twice.Libraries = [twice.Libraries[0], twice.Libraries[0]];
        reserved.Libraries[0].Name = "base";
        both.Library = library;
        alone.Routers = [Study.Even(2)];

        (await Refused(twice)).Message.Should().Be("Two libraries are named 'private'.");
        (await Refused(reserved)).Message.Should().StartWith("A library is named 'base'");
        (await Refused(both)).Message.Should().StartWith("Libraries are named, and one is given without a name");
        (await Refused(alone)).Message.Should().Be("There are routers and no library.");
    }

    [Fact]
    public async Task There_must_be_something_to_ask()
    {
        var nothingHeldOut = Options(null);
        nothingHeldOut.Tasks = _study.Pairs(["east"], []);
        nothingHeldOut.On = [EvaluatedTasks.HeldOut];
        var untested = Options(null);
        untested.Tasks = untested.Tasks with { TestExamples = 0 };

        (await Refused(nothingHeldOut)).Id.Should().Be("TESS5530");
        (await Refused(untested)).Id.Should().Be("TESS5530");
    }

    [Fact]
    public async Task Answers_without_wrong_ones_cannot_be_chosen_among()
    {
        _study.Write("copies", Enumerable.Range(0, 40).Select(line => JsonSerializer.Serialize(new { prompt = "ab", answer = "ab", others = line == 39 ? (string[])[] : ["c"] })));
        var options = new EvaluateOptions { Model = _study.Model, Tasks = _study.Split([], ["copies"], 20), Metric = MetricKind.Choice };

        (await Refused(options)).Should().Match<Diagnostic>(problem => problem.Id == "TESS5532" && problem.Message.Contains("1 of the 20 examples of 'copies'"));
    }

    public void Dispose() => _study.Dispose();

    private async Task<Diagnostic> Refused(EvaluateOptions options) =>
        (await _study.Invoking(study => study.EvaluateAsync(options)).Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single();

    private EvaluateOptions Options(ExpertLibrary? library) => new()
    {
        Model = _study.Model,
        Tasks = _study.Pairs(["east", "west"], ["north"]),
        Libraries = library is null ? [] : [new() { Name = "private", Library = library, Routers = [Study.Even(library.Experts.Count)] }],
    };
}
