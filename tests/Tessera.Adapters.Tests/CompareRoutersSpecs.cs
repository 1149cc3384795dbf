using Tessera.Adapters.Library;
using Tessera.Adapters.Steps;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>A comparison of routers can be trusted, or says why there is none.</summary>
public sealed class CompareRoutersSpecs : IDisposable
{
    private readonly RecordingContext _context = new();
    private readonly TemporaryFolder _folder = new();

    public CompareRoutersSpecs() => Libtorch.EnsureLoaded();

    [Fact]
    public async Task The_router_with_the_least_error_is_the_best()
    {
        using var scope = torch.NewDisposeScope();
        var tasks = new TaskFile("north", "south");

        var comparison = await CompareAsync(tasks, ("router/none", 0), ("router/half", 0.5), ("router/far", 30));

        comparison.Best.Should().Be("half");
        comparison.Methods.Select(method => method.Name).Should().Equal("base", "none", "half", "far", "own-expert");
        comparison.Methods[1].PerTask.Should().Equal(new Dictionary<string, double> { ["north"] = 1, ["south"] = 1 });
        comparison.Methods[^1].Error.Should().BeLessThan(0.05);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task A_router_that_gives_no_numbers_is_refused_and_never_the_best(double weight)
    {
        using var scope = torch.NewDisposeScope();
        var compare = () => CompareAsync(new TaskFile("north", "south"), ("router/half", 0.5), ("router/broken", weight));

        (await compare.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS5023" && problem.Message.Contains("broken") && problem.Message.Contains("'north'"));
    }

    [Fact]
    public async Task A_task_without_test_rows_is_refused_by_name()
    {
        using var scope = torch.NewDisposeScope();
        var tasks = new TaskFile("north", "hollow");
        tasks.Content["hollow.test.input"] = torch.zeros(0, TaskFile.Inputs, torch.ScalarType.Float64);
        tasks.Content["hollow.test.target"] = torch.zeros(0, TaskFile.Outputs, torch.ScalarType.Float64);

        (await Refused(tasks)).Should().Match<Diagnostic>(problem => problem.Id == "TESS5024" && problem.Message.Contains("'hollow'") && problem.Message.Contains("no test"));
    }

    [Fact]
    public async Task A_task_that_the_base_map_already_does_without_error_is_refused_by_name()
    {
        using var scope = torch.NewDisposeScope();
        var tasks = new TaskFile("north", "solved");
        tasks.Content["solved.test.target"] = tasks.Content["solved.test.input"].mm(tasks.Content["weight"].t());

        (await Refused(tasks)).Should().Match<Diagnostic>(problem => problem.Id == "TESS5024" && problem.Message.Contains("'solved'") && problem.Message.Contains("without error"));
    }

    [Fact]
    public async Task A_task_whose_observations_are_no_numbers_is_refused_by_name()
    {
        using var scope = torch.NewDisposeScope();
        var tasks = new TaskFile("north", "spoiled");
        tasks.Content["spoiled.test.input"][1, 1] = torch.tensor(double.PositiveInfinity);

        (await Refused(tasks)).Should().Match<Diagnostic>(problem => problem.Id == "TESS5024" && problem.Message.Contains("'spoiled'") && problem.Message.Contains("finite"));
    }

    [Fact]
    public async Task Experts_of_another_map_are_refused()
    {
        using var scope = torch.NewDisposeScope();
        using var library = await FitAsync(new TaskFile("north"));
        var wide = new TaskFile("north");
        wide.Content["weight"] = torch.ones(1, TaskFile.Inputs, torch.ScalarType.Float64);
        wide.Content["north.test.target"] = torch.ones(TaskFile.TestRows, 1, torch.ScalarType.Float64);
        var compare = () => CompareAsync(library, wide, ("router/half", 0.5));

        (await compare.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single().Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS5025" && problem.Message.Contains("6 to 5") && problem.Message.Contains("6 to 1"));
    }

    [Fact]
    public async Task Squares_too_large_for_half_precision_are_compared_nevertheless()
    {
        using var scope = torch.NewDisposeScope();
        var tasks = new TaskFile("north", "south");
        foreach (var name in tasks.Content.Keys) tasks.Content[name] = tasks.Content[name].Times(name.EndsWith("input", StringComparison.Ordinal) ? 1 : 500).to_type(torch.ScalarType.Float16);

        var comparison = await CompareAsync(tasks, ("router/none", 0), ("router/half", 0.5));

        comparison.Methods[1].Error.Should().BeApproximately(1, 1e-12);
        comparison.Methods[^1].Error.Should().BeLessThan(0.05);
    }

    [Fact]
    public async Task Routers_named_like_the_yardsticks_are_told_apart_from_them()
    {
        using var scope = torch.NewDisposeScope();
        var comparison = await CompareAsync(new TaskFile("north"), ("router/base", 0.5), ("router/own-expert", 0.25), ("router/base", 0.75));

        comparison.Methods.Select(method => method.Name).Should().OnlyHaveUniqueItems().And.HaveCount(5);
        _context.Metrics.Keys.Should().Contain(["error.base", "error.own-expert"]);
        _context.Metrics["error.base"].Should().Be(1);
        _context.Metrics["error.own-expert"].Should().BeLessThan(0.05);
    }

    public void Dispose()
    {
        _context.Dispose();
        _folder.Dispose();
    }

    private async Task<Diagnostic> Refused(TaskFile tasks)
    {
        var compare = () => CompareAsync(tasks, ("router/half", 0.5));
        return (await compare.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Single();
    }

    private async Task<RouterComparison> CompareAsync(TaskFile tasks, params (string Name, double Weight)[] routers)
    {
        using var library = await FitAsync(tasks);
        return await CompareAsync(library, tasks, routers);
    }

    private Task<RouterComparison> CompareAsync(ExpertLibrary library, TaskFile tasks, params (string Name, double Weight)[] routers) => new CompareRoutersStep(new CompareRoutersOptions
    {
        Library = library,
        Tasks = tasks.Write(_folder),
        Routers = [.. routers.Select(router => new Part<IRouter>(router.Name, () => new OwnedPart<IRouter>(new FixedRouter(router.Weight))))],
    }).RunAsync(_context, CancellationToken.None);

    private Task<ExpertLibrary> FitAsync(TaskFile tasks) =>
        new FitExpertsStep(new FitExpertsOptions { Tasks = tasks.Write(_folder), Rank = 2, Ridge = 1e-6 }).RunAsync(_context, CancellationToken.None);
}
