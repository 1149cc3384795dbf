using System.Text.Json;
using Tessera.Adapters.Evaluation.Methods;
using Tessera.Adapters.Library;
using Tessera.Adapters.Tasks;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests.Evaluation;

/// <summary>What a router found out about the experts of a library is kept beside them, and met again only where it is what the router would find out anew.</summary>
public sealed class FoundRoutingSpecs : IDisposable
{
    private readonly Study _study;
    private readonly ExpertLibrary _library;
    private readonly string _identity = "of this router with these options";
    private int _observed, _computed;

    public FoundRoutingSpecs()
    {
        Libtorch.EnsureLoaded();
        _study = new Study();
        foreach (var task in new[] { "one", "other" }) _study.Write(task, Enumerable.Range(0, 20).Select(_ => JsonSerializer.Serialize(new { sentence_good = _study.Text(), sentence_bad = _study.Text() })));
        _library = _study.Library("private", "one", "other");
    }

    [Fact]
    public async Task A_router_is_fitted_once_and_routes_the_same_the_next_time()
    {
        var first = await RouteAsync(_library, _identity);
        var second = await RouteAsync(_library, _identity);

        _observed.Should().Be(14, "each of the fourteen maps of the model is fitted once");
        second.Should().Equal(first);
        Kept().Should().NotBeEmpty().And.OnlyContain(file => file.Contains("router-means"));
    }

    [Fact]
    public async Task Whoever_opens_the_library_later_has_it_too()
    {
        var first = await RouteAsync(_library, _identity);
        using var again = ExpertLibrary.Open(_library.Folder);

        (await RouteAsync(again, _identity)).Should().Equal(first);
        _observed.Should().Be(14);
    }

    [Fact]
    public async Task What_needs_no_examples_is_kept_too()
    {
        var first = await RouteAsync(_library, _identity, fits: false);
        var second = await RouteAsync(_library, _identity, fits: false, examples: 7);

        _computed.Should().Be(14, "examples have no part in it");
        second.Should().Equal(first);
    }

    [Fact]
    public async Task Another_router_other_examples_and_another_seed_are_fitted_anew()
    {
        await RouteAsync(_library, _identity);
        await RouteAsync(_library, "of this router with other options");
        await RouteAsync(_library, _identity, examples: 7);
        await RouteAsync(_library, _identity, seed: 2);
        _observed.Should().Be(4 * 14);

        await RouteAsync(_library, _identity);
        _observed.Should().Be(4 * 14, "one does not drive out the other");
    }

    [Fact]
    public async Task Other_weights_of_an_expert_are_fitted_anew()
    {
        await RouteAsync(_library, _identity);
        using var scope = torch.NewDisposeScope();
        var others = _study.Library("others", "one");
        LibraryFolder.At(_library.Folder).Replace(new ExpertDraft { Name = "one", Factors = others.Maps.Index().ToDictionary(map => map.Item.Name, map => others.Read(0, map.Index)!), Record = new ExpertRecord { Task = "one" } });
        using var changed = ExpertLibrary.Open(_library.Folder);

        await RouteAsync(changed, _identity);

        _observed.Should().Be(2 * 14);
    }

    [Fact]
    public async Task What_is_known_of_an_expert_decides_its_examples()
    {
        await RouteAsync(_library, _identity);
        LibraryFolder.At(_library.Folder).Describe("one", new ExpertRecord { Task = "other" });
        using var changed = ExpertLibrary.Open(_library.Folder);

        await RouteAsync(changed, _identity);

        _observed.Should().Be(2 * 14);
    }

    [Theory]
    [InlineData("""[1, 2]""")]
    [InlineData("""{ "tasks": [1], "groups": [] }""")]
    [InlineData("""{ "tasks": ["one", "third"], "groups": ["x"] }""")]
    [InlineData("""{ "tasks": ["one", "other"], "groups": ["x", "x"] }""")]
    public async Task What_was_tampered_with_is_found_anew(string values)
    {
        var first = await RouteAsync(_library, _identity);
        var file = Kept().Single(kept => kept.EndsWith(".json", StringComparison.Ordinal));
        var content = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(file))!;
        content["values"] = System.Text.Json.Nodes.JsonNode.Parse(values);
        File.WriteAllText(file, content.ToJsonString());

        (await RouteAsync(_library, _identity)).Should().Equal(first);
        _observed.Should().Be(2 * 14);
    }

    [Fact]
    public async Task No_more_than_a_few_are_kept()
    {
        for (ulong seed = 1; seed <= 12; seed++) await RouteAsync(_library, _identity, seed: seed);
        Kept().Should().HaveCount(2 * 8);

        await RouteAsync(_library, _identity, seed: 12);
        _observed.Should().Be(12 * 14, "the newest is among them");
    }

    [Fact]
    public async Task What_is_asked_for_again_and_again_outlasts_what_is_not()
    {
        for (ulong seed = 1; seed <= 8; seed++) await RouteAsync(_library, _identity, seed: seed);
        await RouteAsync(_library, _identity, seed: 1);
        await RouteAsync(_library, _identity, seed: 9);
        _observed.Should().Be(9 * 14);

        await RouteAsync(_library, _identity, seed: 1);
        _observed.Should().Be(9 * 14);
        await RouteAsync(_library, _identity, seed: 2);
        _observed.Should().Be(10 * 14, "it gave way");
    }

    [Fact]
    public async Task Files_of_a_model_that_are_not_those_that_were_opened_say_nothing_of_it()
    {
        File.AppendAllText(Path.Combine(_study.Model.Path, "config.json"), "\n");

        await RouteAsync(_library, _identity);
        await RouteAsync(_library, _identity);

        _observed.Should().Be(2 * 14);
        Kept().Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_process_that_died_left_half_kept_is_tidied_up()
    {
        await RouteAsync(_library, _identity);
        File.Delete(Kept().Single(file => file.EndsWith(".json", StringComparison.Ordinal)));

        await RouteAsync(_library, _identity, seed: 2);

        Kept().Should().HaveCount(2);
    }

    [Fact]
    public async Task Of_a_router_that_nobody_can_tell_apart_from_others_nothing_is_kept()
    {
        await RouteAsync(_library, null);
        await RouteAsync(_library, null);

        _observed.Should().Be(2 * 14);
        Kept().Should().BeEmpty();
    }

    public void Dispose() => _study.Dispose();

    private List<string> Kept() => Directory.Exists(Path.Combine(_library.Folder, ".library", "derived")) ? [.. Directory.EnumerateFiles(Path.Combine(_library.Folder, ".library", "derived"), "*", SearchOption.AllDirectories)] : [];

    // The weights that the routing of the first map gives.
    private async Task<double[]> RouteAsync(IExpertLibrary library, string? identity, bool fits = true, int examples = 10, ulong seed = 1)
    {
        var router = new Part<IRouter>("router/means", () => new OwnedPart<IRouter>(new Means(this, fits)), identity);
        TaskSplit tasks = _study.Split(["one", "other"], [], 5, examples);
        await using var method = await PreparedMethod.PrepareAsync(
            new MethodPlan("private+means", library, router), _study.Model, ["one", "other"], of => new OwnExamples(_study.Model, of, tasks.ReadTraining(), new Seed(3)), new Seed(seed), _ => { }, default);
        using var scope = torch.NewDisposeScope();
        var group = method.Routed!.Groups[0];
        using var weights = group.Routing.Route(new RoutingInput { Hidden = torch.linspace(-1, 1, group.Maps[0].InputSize).reshape(1, -1) });
        return [.. weights.Weights.to_type(torch.ScalarType.Float64).data<double>()];
    }

    /// <summary>Weighs experts by a direction of each: the mean of what its examples gave, or the first row of A.</summary>
    private sealed class Means(FoundRoutingSpecs specs, bool fits) : IRouter
    {
        public ExpertMixing Mixing => ExpertMixing.Outputs;

        public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context)
        {
            if (context.State is { } state) return new Routing(specs, state["means"].clone(), fits, true);
            if (!fits) specs._computed++;
            using var scope = torch.NewDisposeScope();
            var means = fits ? torch.zeros(banks[0].Count, banks[0].Map.InputSize) : torch.stack([.. banks[0].Factors.Select(factors => factors!.A[0])]);
            return new Routing(specs, means.clone().DetachFromDisposeScope(), fits, !fits);
        }
    }

    private sealed class Routing(FoundRoutingSpecs specs, torch.Tensor means, bool fits, bool isReady) : ICalibratedRouting
    {
        public CalibrationPlan Plan => new() { Examples = fits ? 5 : 0 };

        public bool IsCalibrated { get; private set; } = isReady;

        public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = new Dictionary<string, torch.Tensor>();

        public IReadOnlyDictionary<string, torch.Tensor> State { get; } = new Dictionary<string, torch.Tensor> { ["means"] = means };

        public void Observe(int expert, RoutingInput input)
        {
            using var scope = torch.NewDisposeScope();
            means[expert].Accumulate(input.Hidden.sum([0L]));
        }

        public void Complete()
        {
            specs._observed++;
            IsCalibrated = true;
        }

        public RoutingWeights Route(RoutingInput input)
        {
            using var scope = torch.NewDisposeScope();
            return RoutingWeights.Dense(RoutingGranularity.PerToken, input.Hidden.mm(means.t()).softmax(1).MoveToOuterDisposeScope());
        }

        public void Dispose() => means.Dispose();
    }
}
