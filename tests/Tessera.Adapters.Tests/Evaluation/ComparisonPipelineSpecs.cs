using System.Text.Json.Nodes;
using Tessera.Adapters.Tests.Models;
using Tessera.Adapters.Tests.Tasks;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Running;

namespace Tessera.Adapters.Tests.Evaluation;

/// <summary>The pipeline that the documentation shows, run with the shipped plugins as a host finds them, and with a stranger's.</summary>
public sealed class ComparisonPipelineSpecs : IDisposable
{
    private static readonly PluginCatalog Catalog = PluginCatalog.Discover([.. new[]
    {
        "Tessera.Adapters", "Tessera.Clusterers.Mbc", "Tessera.Routers.Uniform", "Tessera.Routers.Arrow", "Tessera.Routers.Centroid", "Tessera.Routers.Task", "Samples.ActivationRouter",
    }.Select(project => Repository.Output(project))]);

    private readonly TemporaryFolder _folder = new(), _model = new();
    private readonly PairFolder _tasks = new();

    public ComparisonPipelineSpecs()
    {
        TinyModel.Llama().Write(_model);
        foreach (var family in (string[])["cd", "ef"])
        {
            for (var task = 1; task <= 3; task++) _tasks.Add($"{family}_{task}", family, family[0], family[1], 40);
        }
    }

    [Fact]
    public async Task Libraries_routers_and_choices_of_tasks_are_compared_by_one_file()
    {
        var summary = await RunAsync(Pipeline);

        summary.Status.Should().Be(RunStatus.Succeeded, "{0}", string.Join('\n', summary.Steps.Select(step => step.Error)));
        var methods = JsonNode.Parse(await File.ReadAllTextAsync(new RunFolder(summary.Folder).SummaryFile))!["methods"]!.AsArray();
        var heldOut = methods.ToDictionary(method => method!["name"]!.GetValue<string>(), method => method!["heldOut"]!);
        var training = methods.ToDictionary(method => method!["name"]!.GetValue<string>(), method => method!["training"]!["mean"]!.GetValue<double>());
        heldOut.Keys.Should().Equal("base", "private+uniform", "private+arrow", "private+centroid", "private+task", "mbc+uniform", "mbc+task", "shared");
        heldOut.Values.Should().AllSatisfy(scores =>
        {
            scores["perTask"]!.AsObject().Select(task => task.Key).Should().Equal("cd_1", "ef_1");
            scores["interval"]!.AsArray().Should().HaveCount(2);
        });
        training["private+task"].Should().BeGreaterThan(training["base"] + 0.2, "an expert does its own task better than a random model");
        Step(summary, "compare").Output!["methods"]!.AsArray().Select(method => method!.ToJsonString()).Should().Equal(methods.Select(method => method!.ToJsonString()));
        Step(summary, "compare").Findings.Select(finding => finding.Title).Should().Contain("Routing of private+arrow: weight of each expert by task");
    }

    [Fact]
    public async Task Choices_of_tasks_are_pooled_by_their_examples()
    {
        var summary = await RunAsync(Pipeline);

        JsonNode Method(string step, string name) => Step(summary, step).Output!["methods"]!.AsArray().Single(method => method!["name"]!.GetValue<string>() == name)!["heldOut"]!;
        double Mean(string step) => Method(step, "arrow")["mean"]!.GetValue<double>();
        Mean("both").Should().BeApproximately((Mean("first") + Mean("second")) / 2, 1e-12);
        Method("both", "base")["perTask"]!.AsObject().Select(task => task.Key).Should().Equal("cd_1", "cd_2", "ef_1", "ef_2");
        Step(summary, "both").Output!["choices"]!.AsArray().Select(choice => choice!["name"]!.GetValue<string>()).Should().Equal("first", "second");
    }

    [Fact]
    public async Task A_strangers_router_takes_the_place_of_a_shipped_one_by_one_line()
    {
        var swapped = Pipeline.Replace("            - router/centroid\n", "            - router/activation\n", StringComparison.Ordinal);
        swapped.Should().NotBe(Pipeline);

        var summary = await RunAsync(swapped);

        summary.Status.Should().Be(RunStatus.Succeeded, "{0}", string.Join('\n', summary.Steps.Select(step => step.Error)));
        Step(summary, "compare").Metrics.Keys.Should().Contain("heldOut.private+activation").And.NotContain("heldOut.private+centroid");
    }

    public void Dispose()
    {
        _folder.Dispose();
        _model.Dispose();
        _tasks.Dispose();
    }

    private static string Pipeline { get; } = File.ReadAllText(Path.Combine(Repository.Root, "tests/Tessera.Adapters.Tests/Evaluation/compare-methods.yaml"));

    private static StepResult Step(RunSummary summary, string name) => summary.Steps.Single(step => step.Name == name);

    private async Task<RunSummary> RunAsync(string yaml)
    {
        var loaded = PipelineLoader.Load(_folder.File("pipeline.yaml", yaml), [new("inputs.model", _model.Path), new("inputs.tasks", _tasks.Path), new("inputs.steps", "30")], Catalog);
        loaded.Diagnostics.Should().BeEmpty();
        await using var host = new PluginHost(Catalog);
        return await PipelineRun.ExecuteAsync(loaded.Pipeline!, new RunOptions { Folder = Path.Combine(_folder.Path, "run") }, host, CancellationToken.None);
    }
}
