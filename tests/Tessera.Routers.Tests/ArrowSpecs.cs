using Tessera.Adapters.Routing;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Tests;

/// <summary>What holds of arrow routing for any experts.</summary>
public class ArrowSpecs
{
    private readonly Random _numbers = new(7);

    public ArrowSpecs() => Libtorch.EnsureLoaded();

    [Fact]
    public void No_direction_is_stretched_more_than_the_prototype()
    {
        using var scope = torch.NewDisposeScope();
        using var bank = Bank();
        var prototypes = Prepare(bank).State["prototypes"];

        for (var expert = 0; expert < bank.Count; expert++)
        {
            var delta = bank.Factors[expert]!.B.mm(bank.Factors[expert]!.A);
            prototypes[expert].norm().Number().Should().BeApproximately(1, 1e-12);
            var most = delta.mv(prototypes[expert]).norm().Number();
            var others = torch.nn.functional.normalize(Routers.Random(_numbers, 1000, 8), 2, 1);
            others.mm(delta.t()).norm(1).max().Number().Should().BeLessThanOrEqualTo(most + 1e-12);
        }
    }

    [Fact]
    public void Scaling_and_a_change_of_basis_between_the_factors_change_nothing()
    {
        using var scope = torch.NewDisposeScope();
        var (a, b) = (Routers.Random(_numbers, 3, 2, 8), Routers.Random(_numbers, 3, 6, 2));
        var basis = torch.tensor(new[] { 1.0, 2, -1, 3 }, [2, 2]);
        var changedA = torch.stack([.. Enumerable.Range(0, 3).Select(e => basis.mm(a[e]))], 0);
        var changedB = torch.stack([.. Enumerable.Range(0, 3).Select(e => b[e].mm(torch.linalg.inv(basis)))], 0);

        var plain = Prepare(Routers.Bank(a, b)).State["prototypes"];

        Prepare(Routers.Bank(a, b, scaling: 5)).State["prototypes"].ShouldBeNear(plain);
        Prepare(Routers.Bank(changedA, changedB)).State["prototypes"].ShouldBeNear(plain);
    }

    [Fact]
    public void Tied_maps_share_the_direction_that_all_of_them_together_stretch_most()
    {
        using var scope = torch.NewDisposeScope();
        var (q, k) = (Bank(), Bank(outputs: 4));
        var arrow = Routers.Arrow();
        using var routing = arrow.Prepare([q, k], new RoutingContext());

        for (var expert = 0; expert < q.Count; expert++)
        {
            var stacked = torch.cat([q.Factors[expert]!.B.mm(q.Factors[expert]!.A), k.Factors[expert]!.B.mm(k.Factors[expert]!.A)], 0);
            var (_, _, right) = torch.linalg.svd(stacked, fullMatrices: false);
            Math.Abs(right[0].dot(routing.State["prototypes"][expert]).Number()).Should().BeApproximately(1, 1e-9);
        }
    }

    [Fact]
    public void The_opposite_token_goes_the_same_way()
    {
        using var scope = torch.NewDisposeScope();
        using var routing = Prepare(Bank());
        var hidden = Routers.Random(_numbers, 5, 8);

        Weights(routing, hidden.neg()).ShouldBeNear(Weights(routing, hidden));
    }

    [Fact]
    public void Equal_scores_are_taken_from_the_first_expert_on()
    {
        using var scope = torch.NewDisposeScope();
        using var bank = Bank();
        // Halves and whole numbers multiply without rounding, so the scores are equal to the last bit.
        var state = new Dictionary<string, torch.Tensor> { ["prototypes"] = torch.ones(5, 8, torch.ScalarType.Float64).Times(0.5), ["experts"] = Positions.Between(0, 5) };
        using var routing = Routers.Arrow(topK: 3).Prepare([bank], new RoutingContext { State = state });
        using var weights = routing.Route(new RoutingInput { Hidden = torch.ones(2, 8, torch.ScalarType.Float64) });

        weights.Experts!.data<long>().ToArray().Should().Equal(0, 1, 2, 0, 1, 2);
    }

    [Fact]
    public void Equal_experts_mix_to_what_one_of_them_gives()
    {
        using var scope = torch.NewDisposeScope();
        var (a, b) = (Routers.Random(_numbers, 1, 2, 8).expand(5, 2, 8), Routers.Random(_numbers, 1, 6, 2).expand(5, 6, 2));
        using var bank = Routers.Bank(a, b);
        using var map = new RoutedMap(bank);
        using var routing = Prepare(bank, topK: 3);
        var input = new RoutingInput { Hidden = Routers.Random(_numbers, 4, 8) };
        using var weights = routing.Route(input);
        var alone = input.Hidden.mm(a[0].t()).mm(b[0].t());

        map.Apply(input, weights, ExpertMixing.Outputs).ShouldBeNear(alone);
        map.Apply(input, weights, ExpertMixing.Parameters).ShouldBeNear(alone);
    }

    [Fact]
    public void With_one_chosen_expert_both_ways_of_mixing_agree()
    {
        using var scope = torch.NewDisposeScope();
        using var bank = Bank();
        using var map = new RoutedMap(bank);
        using var routing = Prepare(bank, topK: 1);
        var input = new RoutingInput { Hidden = Routers.Random(_numbers, 6, 8) };
        using var weights = routing.Route(input);

        map.Apply(input, weights, ExpertMixing.Outputs).ShouldBeNear(map.Apply(input, weights, ExpertMixing.Parameters));
    }

    [Fact]
    public void Towards_zero_the_best_expert_takes_all_and_towards_infinity_all_chosen_ones_share()
    {
        using var scope = torch.NewDisposeScope();
        using var bank = Bank();
        var hidden = Routers.Random(_numbers, 6, 8);

        Weights(Prepare(bank, topK: 3, temperature: 1e-5), hidden).max(1).values.min().Number().Should().BeApproximately(1, 1e-6);
        var warm = Weights(Prepare(bank, topK: 3, temperature: 1e6), hidden);
        warm.Above(0).sum().Index().Should().Be(18);
        warm.max().Number().Should().BeApproximately(1.0 / 3, 1e-5);
    }

    [Fact]
    public void Experts_that_leave_the_map_alone_are_never_chosen()
    {
        using var scope = torch.NewDisposeScope();
        var full = Bank();
        using var bank = new ExpertBank(full.Map, full.Names, [null, full.Factors[1], null, full.Factors[3], null]);

        var weights = Weights(Prepare(bank, topK: 4), Routers.Random(_numbers, 6, 8), 5);

        weights.sum(dim: 0).Above(0).data<bool>().ToArray().Should().Equal(false, true, false, true, false);
        weights.sum(dim: 1).ShouldBeNear(torch.ones(6, torch.ScalarType.Float64));
    }

    [Fact]
    public void A_saved_routing_is_restored_and_one_of_another_map_refused()
    {
        using var scope = torch.NewDisposeScope();
        using var bank = Bank();
        var arrow = Routers.Arrow();
        using var first = arrow.Prepare([bank], new RoutingContext());
        var state = first.State.ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        var hidden = Routers.Random(_numbers, 6, 8);

        using var restored = arrow.Prepare([bank], new RoutingContext { State = state });
        Weights(restored, hidden).ShouldBeNear(Weights(first, hidden), 1e-15);

        var other = () => arrow.Prepare([Bank(inputs: 9)], new RoutingContext { State = state });
        other.Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS5101");
    }

    private static IMapRouting Prepare(ExpertBank bank, int topK = 4, double temperature = 1)
    {
        var arrow = Routers.Arrow(topK, temperature);
        return arrow.Prepare([bank], new RoutingContext());
    }

    private static torch.Tensor Weights(IMapRouting routing, torch.Tensor hidden, int experts = 5)
    {
        using var weights = routing.Route(new RoutingInput { Hidden = hidden });
        return weights.ToDense(experts);
    }

    private ExpertBank Bank(int inputs = 8, int outputs = 6) => Routers.Bank(Routers.Random(_numbers, 5, 2, inputs), Routers.Random(_numbers, 5, outputs, 2));
}
