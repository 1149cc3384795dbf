using Tessera.Adapters.Routing;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Tests;

/// <summary>Arrow and uniform routing, through the host and the kernels, against an independent implementation's values.</summary>
public class ArrowGoldenSpecs
{
    public ArrowGoldenSpecs() => Libtorch.EnsureLoaded();

    [Fact]
    public void Prototypes_are_the_leading_right_singular_vectors()
    {
        using var scope = torch.NewDisposeScope();
        using var golden = new Golden();
        using var bank = Routers.Bank(golden["A"], golden["B"]);
        var arrow = Routers.Arrow();
        using var routing = arrow.Prepare([bank], new RoutingContext());

        routing.State["prototypes"].ShouldBeNear(golden["prototypes"]);
        golden["X"].mm(routing.State["prototypes"].t()).abs().ShouldBeNear(golden["logits"]);
    }

    [Theory]
    [InlineData(1, 0.25)]
    [InlineData(1, 1)]
    [InlineData(3, 0.25)]
    [InlineData(3, 1)]
    [InlineData(6, 0.25)]
    [InlineData(6, 1)]
    public void Weights_and_both_ways_of_mixing_are_reproduced(int topK, double temperature)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = new Golden();
        using var bank = Routers.Bank(golden["A"], golden["B"]);
        using var map = new RoutedMap(bank);
        var input = new RoutingInput { Hidden = golden["X"] };
        var name = FormattableString.Invariant($"k{topK}_t{temperature:0.0#}");
        foreach (var (mixing, expected) in new[] { ("outputs", golden[name + ".mix_outputs"]), ("parameters", golden[name + ".mix_parameters"]) })
        {
            var arrow = Routers.Arrow(topK, temperature, mixing);
            using var routing = arrow.Prepare([bank], new RoutingContext());
            using var weights = routing.Route(input);

            weights.ToDense(6).ShouldBeNear(golden[name + ".weights"]);
            map.Apply(input, weights, arrow.Mixing).ShouldBeNear(expected);
        }
    }

    [Theory]
    [InlineData("outputs", "uniform.mean_delta")]
    [InlineData("parameters", "uniform.mean_factors")]
    public void Uniform_routing_is_the_mean(string mixing, string expected)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = new Golden();
        using var bank = Routers.Bank(golden["A"], golden["B"]);
        using var map = new RoutedMap(bank);
        var uniform = Routers.Create("router/uniform", new System.Text.Json.Nodes.JsonObject { ["mixing"] = mixing });
        using var routing = uniform.Prepare([bank], new RoutingContext());
        var input = new RoutingInput { Hidden = torch.eye(bank.Map.InputSize, dtype: torch.ScalarType.Float64) };
        using var weights = routing.Route(input);

        // Of a unit matrix a map gives its own transpose.
        map.Apply(input, weights, uniform.Mixing).t().ShouldBeNear(golden[expected]);
    }
}
