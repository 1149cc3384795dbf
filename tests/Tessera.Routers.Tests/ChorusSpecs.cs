using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;
using static TorchSharp.torch;

namespace Tessera.Routers.Tests;

/// <summary>All experts act together, by a mild softmax of Arrow's scores and with more weight than one alone; and Arrow and the average, scaled.</summary>
public sealed class ChorusSpecs
{
    private const int Experts = 5, Inputs = 8, Outputs = 6;

    private readonly Random _numbers = new(31);

    public ChorusSpecs() => Libtorch.EnsureLoaded();

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Weights_are_a_scaled_softmax_over_what_tokens_have_of_the_leading_directions(int topK)
    {
        using var scope = NewDisposeScope();
        var (a, b, hidden) = (Routers.Random(_numbers, Experts, 2, Inputs), Routers.Random(_numbers, Experts, Outputs, 2), Routers.Random(_numbers, 7, Inputs));
        using var bank = Routers.Bank(a, b);
        using var routing = Routers.Create("router/chorus", new JsonObject { ["scale"] = 2.5, ["temperature"] = 1.5, ["topK"] = topK }).Prepare([bank], new RoutingContext());

        using var weights = routing.Route(new RoutingInput { Hidden = hidden });

        // By the dense ΔW and its decomposition.
        var directions = linalg.svd(b.bmm(a), fullMatrices: false).Vh.select(1, 0);
        var scores = hidden.mm(directions.t()).abs().Over(1.5);
        using var never = double.NegativeInfinity.ToScalar();
        if (topK > 0) scores = scores.masked_fill(scores < scores.topk(topK, 1).values.narrow(1, topK - 1, 1), never);
        weights.ToDense(Experts).to_type(ScalarType.Float64).ShouldBeNear(nn.functional.softmax(scores, 1).Times(2.5), 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public void Experts_that_lead_have_one_weight_for_all_tokens_and_no_part_in_the_softmax(int topK)
    {
        using var scope = NewDisposeScope();
        var (a, b, hidden) = (Routers.Random(_numbers, Experts, 2, Inputs), Routers.Random(_numbers, Experts, Outputs, 2), Routers.Random(_numbers, 7, Inputs));
        using var bank = Routers.Bank(a, b);
        var options = new JsonObject { ["leads"] = new JsonArray(bank.Names[1], bank.Names[3]), ["leadWeight"] = 0.7, ["topK"] = topK };
        using var routing = Routers.Create("router/chorus", options).Prepare([bank], new RoutingContext());

        using var weights = routing.Route(new RoutingInput { Hidden = hidden });

        var directions = linalg.svd(b.bmm(a), fullMatrices: false).Vh.select(1, 0);
        var scores = hidden.mm(directions.t()).abs().Over(2);
        using Scalar never = double.NegativeInfinity.ToScalar(), leading = 0.7.ToScalar();
        scores = scores.index_fill(1, tensor(new long[] { 1, 3 }), never);
        if (topK is > 0 and < 3) scores = scores.masked_fill(scores < scores.topk(topK, 1).values.narrow(1, topK - 1, 1), never);
        var expected = nn.functional.softmax(scores, 1).Times(3).index_fill(1, tensor(new long[] { 1, 3 }), leading);
        weights.ToDense(Experts).to_type(ScalarType.Float64).ShouldBeNear(expected, 1e-6);
        if (weights.Experts is not null) weights.Weights.diff(dim: 1).max().Number().Should().BeLessThanOrEqualTo(0, "the heaviest stands first");
    }

    [Fact]
    public void An_expert_that_leads_adds_all_that_it_knows_where_nothing_else_is_said()
    {
        using var scope = NewDisposeScope();
        using var bank = Routers.Bank(Routers.Random(_numbers, Experts, 2, Inputs), Routers.Random(_numbers, Experts, Outputs, 2));
        using var routing = Routers.Create("router/chorus", new JsonObject { ["leads"] = new JsonArray(bank.Names[1]) }).Prepare([bank], new RoutingContext());

        using var weights = routing.Route(new RoutingInput { Hidden = Routers.Random(_numbers, 7, Inputs) });

        var dense = weights.ToDense(Experts).to_type(ScalarType.Float64);
        dense.select(1, 1).ShouldBeNear(ones(7, ScalarType.Float64));
        dense.sum(1).ShouldBeNear(ones(7, ScalarType.Float64).Times(4), 1e-6);
    }

    [Fact]
    public void An_expert_that_is_not_there_cannot_lead()
    {
        using var scope = NewDisposeScope();
        using var bank = Routers.Bank(Routers.Random(_numbers, Experts, 2, Inputs), Routers.Random(_numbers, Experts, Outputs, 2));
        var prepare = () => Routers.Create("router/chorus", new JsonObject { ["leads"] = new JsonArray(bank.Names[0] + "x") }).Prepare([bank], new RoutingContext());

        prepare.Should().Throw<TesseraException>().Which.Diagnostics.Single().Should().Match<Diagnostic>(problem => problem.Id == "TESS5407" && problem.Remedy!.Contains(bank.Names[0]));
    }

    [Theory]
    [InlineData("router/arrow")]
    [InlineData("router/uniform")]
    public void A_scale_multiplies_the_weights_of_others_too(string uses)
    {
        using var scope = NewDisposeScope();
        using var bank = Routers.Bank(Routers.Random(_numbers, Experts, 2, Inputs), Routers.Random(_numbers, Experts, Outputs, 2));
        using var plain = Routers.Create(uses).Prepare([bank], new RoutingContext());
        using var scaled = Routers.Create(uses, new JsonObject { ["scale"] = 3 }).Prepare([bank], new RoutingContext());
        var input = new RoutingInput { Hidden = Routers.Random(_numbers, 7, Inputs) };

        using var one = plain.Route(input);
        using var three = scaled.Route(input);

        three.ToDense(Experts).ShouldBeNear(one.ToDense(Experts).Times(3), 1e-6);
        one.Weights.sum(1).ShouldBeNear(ones_like(one.Weights.sum(1)), 1e-6);
    }

    [Fact]
    public void Prototypes_of_other_experts_are_refused()
    {
        using var scope = NewDisposeScope();
        using var bank = Routers.Bank(Routers.Random(_numbers, Experts, 2, Inputs), Routers.Random(_numbers, Experts, Outputs, 2));
        var state = new Dictionary<string, Tensor> { ["prototypes"] = zeros(Experts, Inputs + 1), ["experts"] = Positions.Between(0, Experts) };
        var prepare = () => Routers.Create("router/chorus").Prepare([bank], new RoutingContext { State = state });

        prepare.Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS5401");
    }
}
