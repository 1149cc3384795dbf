using Tessera.Adapters.Routing;
using Tessera.Adapters.Steps;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests.Evaluation;

/// <summary>A library that was trained with its routing is judged with what the routing learned, and new tasks get the average.</summary>
public sealed class TrainedEvaluationSpecs : IDisposable
{
    private readonly Study _study;

    public TrainedEvaluationSpecs()
    {
        Libtorch.EnsureLoaded();
        _study = new Study();
    }

    [Fact]
    public async Task Tasks_that_were_learned_are_routed_as_learned_and_new_ones_as_none()
    {
        var library = _study.Library("skills", "first", "second");
        using (torch.NewDisposeScope())
        {
            // East was trained on the second skill alone, west on the first.
            var rows = torch.tensor(new[] { 0.0, 1, 1, 0 }, [2, 2]);
            TrainedRouting.Save(library, "router/table", ["east", "west"], library.Maps.ToDictionary(map => map.Name, _ => (IReadOnlyDictionary<string, torch.Tensor>)new Dictionary<string, torch.Tensor> { ["rows"] = rows }));
        }

        var compared = await _study.EvaluateAsync(new EvaluateOptions
        {
            Model = _study.Model,
            Tasks = _study.Pairs(["east", "west"], ["north"]),
            Libraries =
            [
                new() { Name = "learned", Library = library, Routers = [Study.Router("table", () => new TableRouter()), Study.Even(2), Study.Router("first", () => new OnlyRouter(0)), Study.Router("second", () => new OnlyRouter(1))] },
            ],
        });

        compared.Methods.Select(method => method.Name).Should().Equal("base", "learned", "learned+even", "learned+first", "learned+second");
        var examples = compared.Choices.Single().Examples;
        examples["learned"]["east"].Should().Be(examples["learned+second"]["east"]).And.NotBe(examples["learned+first"]["east"]);
        examples["learned"]["west"].Should().Be(examples["learned+first"]["west"]);
        examples["learned"]["north"].Should().Be(examples["learned+even"]["north"]);
    }

    public void Dispose() => _study.Dispose();

    private sealed class TableRouter : IRouter
    {
        public ExpertMixing Mixing => ExpertMixing.Outputs;

        public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context)
        {
            context.Tasks.Should().Equal("east", "west");
            var learned = context.State!["rows"].data<double>().ToArray();
            return new Rows(task => task < 0 ? [0.5, 0.5] : learned[(task * 2)..(task * 2 + 2)]);
        }
    }

    private sealed class OnlyRouter(int expert) : IRouter
    {
        public ExpertMixing Mixing => ExpertMixing.Outputs;

        public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context) => new Rows(_ => expert == 0 ? [1, 0] : [0, 1]);
    }

    private sealed class Rows(Func<int, double[]> weightsOf) : IMapRouting
    {
        public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = new Dictionary<string, torch.Tensor>();

        public IReadOnlyDictionary<string, torch.Tensor> State { get; } = new Dictionary<string, torch.Tensor>();

        public RoutingWeights Route(RoutingInput input) =>
            RoutingWeights.Dense(RoutingGranularity.PerExample, torch.tensor(input.Tasks!.SelectMany(weightsOf).ToArray(), [input.ExampleCount, 2]));

        public void Dispose()
        {
            // Holds no tensors.
        }
    }
}
