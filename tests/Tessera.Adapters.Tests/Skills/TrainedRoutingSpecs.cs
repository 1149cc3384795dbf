using Tessera.Adapters.Library;
using Tessera.Adapters.Routing;
using Tessera.Adapters.Tests.Libraries;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests.Skills;

/// <summary>A routing that was trained with the experts of a library lies beside them, and is used for them alone.</summary>
public sealed class TrainedRoutingSpecs : IDisposable
{
    private const string Router = "router/learned";
    private static readonly string[] Tasks = ["north", "south"];

    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope;
    private readonly ExpertLibrary _library;

    public TrainedRoutingSpecs()
    {
        Libtorch.EnsureLoaded();
        _scope = torch.NewDisposeScope();
        LibraryFolder.At(_folder.Path).Add(Experts.Draft("one", 1));
        LibraryFolder.At(_folder.Path).Add(Experts.Draft("two", 2));
        _library = ExpertLibrary.Open(_folder.Path);
    }

    [Fact]
    public void It_is_found_by_whoever_opens_the_library_and_routes_as_it_was_trained()
    {
        TrainedRouting.Save(_library, Router, Tasks, State());
        using var library = ExpertLibrary.Open(_folder.Path);

        using var found = TrainedRouting.Find(library, Router);

        found!.Tasks.Should().Equal(Tasks);
        using var routed = RoutedExperts.Prepare(new LearnedRouter(), library, found.Tasks, new Seed(1), found);
        foreach (var group in routed.Groups)
            group.Routing.State["rows"].ShouldBeNear(State()[group.Maps[0].Name]["rows"], 1e-15);
        using var weights = routed.Groups[0].Routing.Route(new RoutingInput { Hidden = torch.ones(1, 6), Tasks = [1] });
        weights.Weights.ShouldBeNear(State()[Experts.Query]["rows"].narrow(0, 1, 1), 1e-15);
    }

    [Fact]
    public void Another_router_other_ties_and_other_weights_do_not_find_it()
    {
        TrainedRouting.Save(_library, Router, Tasks, State());

        TrainedRouting.Find(_library, "router/other").Should().BeNull();
        using (var tied = ExpertLibrary.Open(_folder.Path, [["q_proj"]])) TrainedRouting.Find(tied, Router).Should().BeNull();
        LibraryFolder.At(_folder.Path).Replace(Experts.Draft("two", 3));
        using var changed = ExpertLibrary.Open(_folder.Path);
        TrainedRouting.Find(changed, Router).Should().BeNull();
    }

    [Fact]
    public void A_routing_that_learned_nothing_is_found_too()
    {
        TrainedRouting.Save(_library, Router, Tasks, new Dictionary<string, IReadOnlyDictionary<string, torch.Tensor>> { [Experts.Query] = new Dictionary<string, torch.Tensor>() });

        using var found = TrainedRouting.Find(_library, Router);

        found!.State[Experts.Query].Should().BeEmpty();
    }

    [Fact]
    public void Other_tasks_and_unknown_maps_are_refused()
    {
        TrainedRouting.Save(_library, Router, Tasks, State().Take(1).ToDictionary());
        using var found = TrainedRouting.Find(_library, Router)!;

        var others = () => RoutedExperts.Prepare(new LearnedRouter(), _library, ["south", "north"], new Seed(1), found);
        var incomplete = () => RoutedExperts.Prepare(new LearnedRouter(), _library, Tasks, new Seed(1), found);

        others.Should().Throw<ArgumentException>().WithMessage("*tasks*");
        incomplete.Should().Throw<ArgumentException>().WithMessage("*no state*");
    }

    [Fact]
    public void A_library_that_cannot_be_written_says_so()
    {
        // A file where the folder should be.
        if (Directory.Exists(Path.Combine(_folder.Path, ".library", "derived"))) Directory.Delete(Path.Combine(_folder.Path, ".library", "derived"), recursive: true);
        File.WriteAllText(Path.Combine(_folder.Path, ".library", "derived"), "");

        var save = () => TrainedRouting.Save(_library, Router, Tasks, State());

        save.Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS5550");
    }

    public void Dispose()
    {
        _library.Dispose();
        _scope.Dispose();
        _folder.Dispose();
    }

    private static Dictionary<string, IReadOnlyDictionary<string, torch.Tensor>> State() => new()
    {
        [Experts.Query] = new Dictionary<string, torch.Tensor> { ["rows"] = torch.tensor(new[] { 0.25, 0.75, 1.0, -0.5 }, [2, 2]) },
        [Experts.Down] = new Dictionary<string, torch.Tensor> { ["rows"] = torch.tensor(new[] { 0.1, 0.2, 0.3, 0.4 }, [2, 2]) },
    };
}
