using System.Text.Json.Nodes;
using Tessera.Adapters.Routing;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using static TorchSharp.torch;

namespace Tessera.Routers.Tests;

/// <summary>Routers that are fitted to the experts' own examples, and the one that is told the task.</summary>
public class FittedRouterSpecs
{
    private const int Experts = 4, Inputs = 8, Outputs = 6;

    private readonly Random _numbers = new(23);

    public FittedRouterSpecs() => Libtorch.EnsureLoaded();

    [Theory]
    [InlineData("mean", false)]
    [InlineData("last", false)]
    [InlineData("mean", true)]
    public void A_centroid_is_the_mean_of_the_normalised_states_of_the_experts_examples(string state, bool unitLength)
    {
        using var scope = NewDisposeScope();
        using var routing = Prepare("router/centroid", new JsonObject { ["state"] = state, ["unitLength"] = unitLength });
        var hidden = Routers.Random(_numbers, 6, Inputs);
        routing.Plan.Examples.Should().Be(10);

        // Two examples at once, then one alone: three tokens each.
        routing.Observe(1, new RoutingInput { Hidden = hidden, Examples = tensor(new long[] { 0, 1, 0, 1, 0, 1 }), ExampleCount = 2 });
        routing.Observe(1, new RoutingInput { Hidden = hidden.narrow(0, 0, 3) });
        routing.Complete();

        var members = new[] { new[] { 0, 2, 4 }, [1, 3, 5], [0, 1, 2] };
        var states = members.Select(tokens => stack([.. (state == "last" ? tokens.TakeLast(1) : tokens).Select(token => hidden[token])], 0).mean([0L]));
        var expected = stack([.. states.Select(one => one / one.norm())], 0).mean([0L]);
        if (unitLength) expected = expected / expected.norm();
        routing.State["experts"].data<long>().ToArray().Should().Equal(1);
        routing.State["centroids"][0].to_type(ScalarType.Float64).ShouldBeNear(expected, 1e-6);
    }

    [Fact]
    public void Tokens_go_to_the_centroids_that_they_lie_along()
    {
        using var scope = NewDisposeScope();
        using var routing = Prepare("router/centroid", new JsonObject { ["topK"] = 2 });
        var own = Routers.Random(_numbers, Experts, Inputs);
        for (var expert = 0; expert < Experts; expert++) routing.Observe(expert, new RoutingInput { Hidden = own.narrow(0, expert, 1) });
        routing.Complete();
        var hidden = Routers.Random(_numbers, 5, Inputs).Times(4);

        using var weights = routing.Route(new RoutingInput { Hidden = hidden });

        var (best, experts) = hidden.mm((own / own.norm(1, keepdim: true)).t()).topk(2, 1);
        weights.Experts!.data<long>().ToArray().Should().Equal(experts.data<long>().ToArray());
        weights.Weights.to_type(ScalarType.Float64).ShouldBeNear(nn.functional.softmax(best.Over(Math.Sqrt(Inputs)), 1), 1e-6);
    }

    [Theory]
    [InlineData("router/centroid")]
    [InlineData("router/phatgoose")]
    public void Nothing_is_routed_before_examples_were_seen(string uses)
    {
        using var scope = NewDisposeScope();
        using var routing = Prepare(uses);
        var route = () => routing.Route(new RoutingInput { Hidden = ones(2, Inputs) });

        route.Should().Throw<TesseraException>().Which.Diagnostics.Single().Should().Match<Diagnostic>(problem => problem.Id == "TESS5403" && problem.Remedy!.Contains(uses));
    }

    [Fact]
    public void A_gate_that_was_not_trained_is_half_open_for_its_own_expert_alone()
    {
        using var scope = NewDisposeScope();
        using var routing = Prepare("router/phatgoose");

        using var weights = routing.Route(new RoutingInput { Hidden = Routers.Random(_numbers, 3, Inputs), OwnExpert = 2, Training = true });

        weights.Weights.data<double>().ToArray().Should().Equal(0.5, 0.5, 0.5);
        weights.Experts!.data<long>().ToArray().Should().Equal(2, 2, 2);
    }

    [Fact]
    public void Training_moves_the_gate_of_the_own_expert_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        using var bank = Bank();
        using var group = RoutedGroup.Prepare(Routers.Create("router/phatgoose"), [bank], new RoutingContext());

        group.Apply(new RoutingInput { Hidden = Routers.Random(_numbers, 3, Inputs), OwnExpert = 2, Training = true })[0].Squared().sum().backward();

        var moved = group.Routing.Parameters["gates"].grad!.abs().sum(1).Above(0);
        moved.data<bool>().ToArray().Should().Equal(false, false, true, false);
        bank.Factors.Any(factors => factors!.A.grad is not null || factors.B.grad is not null).Should().BeFalse();
    }

    [Fact]
    public void Trained_gates_route_by_normalised_tokens_and_gates()
    {
        using var scope = NewDisposeScope();
        var gates = Routers.Random(_numbers, Experts, Inputs);
        using var bank = Bank();
        using var routing = Routers.Create("router/phatgoose").Prepare([bank], new RoutingContext { State = new Dictionary<string, Tensor> { ["gates"] = gates } });
        var hidden = Routers.Random(_numbers, 5, Inputs).Times(3);

        using var weights = routing.Route(new RoutingInput { Hidden = hidden });

        Tensor Norm(Tensor rows) => nn.functional.layer_norm(rows, [Inputs]);
        var (best, experts) = Norm(hidden).mm(Norm(gates).t()).Over(Math.Sqrt(Inputs)).topk(2, 1);
        weights.Experts!.data<long>().ToArray().Should().Equal(experts.data<long>().ToArray());
        weights.Weights.detach().ShouldBeNear(nn.functional.softmax(best, 1));
    }

    [Fact]
    public void The_oracle_gives_what_the_experts_of_the_tasks_give_alone()
    {
        using var scope = NewDisposeScope();
        using var bank = Bank();
        var context = new RoutingContext
        {
            Tasks = ["sums", "expert 0", "nobody's"],
            Experts = [.. bank.Names.Select((name, expert) => new ExpertInfo(name, expert == 3 ? new Dictionary<string, string> { ["task"] = "words, sums" } : new Dictionary<string, string>()))],
        };
        using var group = RoutedGroup.Prepare(Routers.Create("router/task"), [bank], context);
        using var strict = RoutedGroup.Prepare(Routers.Create("router/task", new JsonObject { ["default"] = "expert 1" }), [bank], context);
        var hidden = Routers.Random(_numbers, 6, Inputs);
        var input = new RoutingInput { Hidden = hidden, Examples = tensor(new long[] { 0, 0, 1, 1, 2, 2 }), ExampleCount = 3, Tasks = [0, 1, 2] };
        Tensor Alone(int expert, int from) => hidden.narrow(0, from, 2).mm(bank.Factors[expert]!.A.t()).mm(bank.Factors[expert]!.B.t());

        var all = stack([.. Enumerable.Range(0, Experts).Select(expert => Alone(expert, 4))], 0).mean([0L]);
        group.Apply(input)[0].ShouldBeNear(cat([Alone(3, 0), Alone(0, 2), all], 0));
        strict.Apply(input)[0].ShouldBeNear(cat([Alone(3, 0), Alone(0, 2), Alone(1, 4)], 0));
    }

    [Fact]
    public void A_default_that_is_no_expert_is_refused()
    {
        var prepare = () => Routers.Create("router/task", new JsonObject { ["default"] = "someone" }).Prepare([Bank()], new RoutingContext());

        prepare.Should().Throw<TesseraException>().Which.Diagnostics.Single().Should().Match<Diagnostic>(problem => problem.Id == "TESS5404" && problem.Message.Contains("someone"));
    }

    private ICalibratedRouting Prepare(string uses, JsonObject? options = null)
    {
        using var bank = Bank();
        return (ICalibratedRouting)Routers.Create(uses, options).Prepare([bank], new RoutingContext());
    }

    private ExpertBank Bank() => Routers.Bank(Routers.Random(_numbers, Experts, 2, Inputs), Routers.Random(_numbers, Experts, Outputs, 2));
}
