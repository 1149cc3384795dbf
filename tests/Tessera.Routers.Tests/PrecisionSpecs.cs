using Tessera.Adapters.Routing;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;
using static TorchSharp.torch;

namespace Tessera.Routers.Tests;

/// <summary>Experts of half precision on states of any: each router, with each way of mixing, gives what the same numbers give in double precision.</summary>
public class PrecisionSpecs
{
    private const int Experts = 5, Inputs = 32, Outputs = 6, Tokens = 40;

    private readonly Random _numbers = new(3);

    public PrecisionSpecs() => Libtorch.EnsureLoaded();

    public static TheoryData<string, string, ScalarType, ScalarType> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, ScalarType, ScalarType>();
            foreach (var router in new[] { "router/arrow", "router/uniform" })
            foreach (var mixing in new[] { "outputs", "parameters" })
            foreach (var experts in new[] { ScalarType.BFloat16, ScalarType.Float16 })
            foreach (var states in new[] { ScalarType.Float32, ScalarType.BFloat16, ScalarType.Float16, ScalarType.Float64 })
                cases.Add(router, mixing, experts, states);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Halves_are_routed_and_mixed_as_doubles_are(string uses, string mixing, ScalarType experts, ScalarType states)
    {
        using var scope = NewDisposeScope();
        using var bank = Bank(experts);
        using var doubles = new ExpertBank(bank.Map, bank.Names, [.. bank.Factors.Select(factors => new LoraFactors(factors!.A.to_type(ScalarType.Float64), factors.B.to_type(ScalarType.Float64), factors.Scaling))]);
        var hidden = Routers.Random(_numbers, Tokens, Inputs).to_type(states);

        var output = Apply(uses, mixing, bank, hidden);
        var expected = Apply(uses, mixing, doubles, hidden.to_type(ScalarType.Float64));

        output.dtype.Should().Be(states);
        var rounding = states switch { ScalarType.BFloat16 => 1.0 / 256, ScalarType.Float16 => 1.0 / 2048, _ => 1e-6 };
        ((output - expected).abs() - expected.abs().Times(rounding)).max().Number().Should().BeLessThan(1e-5);
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Float32)]
    public void Prototypes_and_scores_stay_in_single_precision(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var bank = Bank(type);
        using var routing = Routers.Arrow(topK: 2).Prepare([bank], new RoutingContext());
        using var weights = routing.Route(new RoutingInput { Hidden = Routers.Random(_numbers, Tokens, Inputs).to_type(type) });

        routing.State["prototypes"].dtype.Should().Be(ScalarType.Float32);
        routing.State["prototypes"].norm(1).Plus(-1).abs().max().Number().Should().BeLessThan(1e-6);
        weights.Weights.to_type(ScalarType.Float64).sum(1).Plus(-1).abs().max().Number().Should().BeLessThan(1e-6);
    }

    [Fact]
    public void One_expert_in_double_precision_stands_beside_one_in_half()
    {
        using var scope = NewDisposeScope();
        using var half = Bank(ScalarType.BFloat16);
        using var bank = new ExpertBank(half.Map, half.Names, [.. half.Factors.Select((factors, expert) => expert > 0 ? factors : new LoraFactors(factors!.A.to_type(ScalarType.Float64), factors.B, 1))]);
        using var routing = Routers.Arrow().Prepare([bank], new RoutingContext());

        routing.State["prototypes"].shape.Should().Equal(Experts, Inputs);
    }

    [Theory]
    [InlineData("router/arrow", "outputs")]
    [InlineData("router/arrow", "parameters")]
    [InlineData("router/uniform", "outputs")]
    [InlineData("router/uniform", "parameters")]
    public void A_map_that_no_expert_adapts_is_left_alone(string uses, string mixing)
    {
        using var scope = NewDisposeScope();
        using var bank = new ExpertBank(new LinearMap("map", Inputs, Outputs), ["a", "b"], [null, null]);

        Apply(uses, mixing, bank, Routers.Random(_numbers, 3, Inputs)).ShouldBeNear(zeros(3, Outputs, ScalarType.Float64));
    }

    [Theory]
    [InlineData("router/arrow")]
    [InlineData("router/uniform")]
    [InlineData("router/poly")]
    [InlineData("router/mhr")]
    [InlineData("router/task")]
    [InlineData("router/centroid")]
    [InlineData("router/chorus")]
    [InlineData("router/phatgoose")]
    public void A_thousand_calls_leave_no_tensor_behind(string uses)
    {
        using var bank = Bank(ScalarType.BFloat16);
        using var hidden = Routers.Random(_numbers, Tokens, Inputs);
        void Work()
        {
            using var group = RoutedGroup.Prepare(Routers.Create(uses, uses == "router/mhr" ? new System.Text.Json.Nodes.JsonObject { ["heads"] = 2 } : null), [bank], new RoutingContext { Tasks = ["one"] });
            if (group.Routing is ICalibratedRouting fitted)
            {
                for (var expert = 0; expert < Experts; expert++) fitted.Observe(expert, new RoutingInput { Hidden = hidden });
                fitted.Complete();
            }

            foreach (var output in group.Apply(new RoutingInput { Hidden = hidden, Tasks = [0] })) output.Dispose();
        }

        Work();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var i = 0; i < 1000; i++) Work();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    private static Tensor Apply(string uses, string mixing, ExpertBank bank, Tensor hidden)
    {
        using var group = RoutedGroup.Prepare(Routers.Create(uses, new System.Text.Json.Nodes.JsonObject { ["mixing"] = mixing }), [bank], new RoutingContext());
        return group.Apply(new RoutingInput { Hidden = hidden })[0];
    }

    private ExpertBank Bank(ScalarType type)
    {
        using var scope = NewDisposeScope();
        return new ExpertBank(
            new LinearMap("map", Inputs, Outputs),
            [.. Enumerable.Range(0, Experts).Select(expert => $"expert {expert}")],
            [.. Enumerable.Range(0, Experts).Select(expert => new LoraFactors(
                Routers.Random(_numbers, 1 + expert % 3, Inputs).to_type(type).MoveToOuterDisposeScope(), Routers.Random(_numbers, Outputs, 1 + expert % 3).to_type(type).MoveToOuterDisposeScope(), 0.5))]);
    }
}
