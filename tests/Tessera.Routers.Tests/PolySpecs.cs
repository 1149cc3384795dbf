using System.Text.Json.Nodes;
using Tessera.Adapters.Routing;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using static TorchSharp.torch;

namespace Tessera.Routers.Tests;

/// <summary>What holds of Poly and MHR for any skills and logits.</summary>
public class PolySpecs
{
    private const int Skills = 5, Inputs = 8, Outputs = 12;
    private static readonly string[] _tasks = ["first", "second"];

    private readonly Random _numbers = new(17);

    public PolySpecs() => Libtorch.EnsureLoaded();

    [Fact]
    public void One_head_is_poly_to_the_bit()
    {
        using var scope = NewDisposeScope();
        var (bank, input, logits) = (Bank(), Input(), Routers.Random(_numbers, 2, Skills));

        var poly = Apply("router/poly", null, bank, logits, input);
        var mhr = Apply("router/mhr", new JsonObject { ["heads"] = 1 }, bank, logits, input);

        mhr.Equals(poly).Should().BeTrue();
    }

    [Fact]
    public void Equal_logits_use_all_skills_equally_as_uniform_routing_does()
    {
        using var scope = NewDisposeScope();
        var (bank, input) = (Bank(), Input());

        var poly = Apply("router/mhr", new JsonObject { ["heads"] = 2 }, bank, ones(2, 2 * Skills, ScalarType.Float64).Times(0.7), input);

        poly.ShouldBeNear(Uniform(bank, input));
        Apply("router/poly", new JsonObject { ["average"] = true }, bank, null, input).ShouldBeNear(Uniform(bank, input));
    }

    [Fact]
    public void A_single_skill_is_plain_lora_whatever_the_logits()
    {
        using var scope = NewDisposeScope();
        var (bank, input) = (Bank(1), Input());

        var expected = input.Hidden.mm(bank.Factors[0]!.A.t()).mm(bank.Factors[0]!.B.t()).Times(bank.Factors[0]!.Scaling);

        Apply("router/poly", null, bank, tensor(new[] { -3.0, 2.0 }, [2, 1]), input).ShouldBeNear(expected, 1e-8);
    }

    [Fact]
    public void Saturated_logits_use_that_skill_alone()
    {
        using var scope = NewDisposeScope();
        var (bank, input) = (Bank(), Input() with { Tasks = [0, 0] });
        var logits = ones(2, Skills, ScalarType.Float64).Times(-40);
        logits[0, 3] = tensor(40.0, ScalarType.Float64);

        var expected = input.Hidden.mm(bank.Factors[3]!.A.t()).mm(bank.Factors[3]!.B.t()).Times(bank.Factors[3]!.Scaling);

        Apply("router/poly", null, bank, logits, input).ShouldBeNear(expected);
    }

    [Fact]
    public void Heads_with_equal_weights_are_poly_with_those_weights()
    {
        using var scope = NewDisposeScope();
        var (bank, input, logits) = (Bank(), Input(), Routers.Random(_numbers, 2, Skills));

        Apply("router/mhr", new JsonObject { ["heads"] = 4 }, bank, logits.repeat(1, 4), input).ShouldBeNear(Apply("router/poly", null, bank, logits, input));
    }

    [Fact]
    public void Skills_and_logits_that_change_places_together_change_nothing()
    {
        using var scope = NewDisposeScope();
        var (bank, input, logits) = (Bank(), Input(), Routers.Random(_numbers, 2, Skills));
        int[] order = [4, 2, 0, 1, 3];
        var turned = new ExpertBank(bank.Map, bank.Names, [.. order.Select(skill => bank.Factors[skill])]);
        var turnedLogits = logits.index_select(1, tensor(Array.ConvertAll(order, skill => (long)skill)));

        Apply("router/poly", null, turned, turnedLogits, input).ShouldBeNear(Apply("router/poly", null, bank, logits, input));
    }

    [Fact]
    public void In_training_shares_at_zero_have_the_known_mean_and_deviation_and_out_of_it_none()
    {
        using var scope = NewDisposeScope();
        const int examples = 20_000;
        using var routing = Routers.Create("router/poly").Prepare([Bank(8)], new RoutingContext { Tasks = ["only"], State = State(zeros(1, 8, ScalarType.Float64)) });
        var input = new RoutingInput { Hidden = ones(1, Inputs), ExampleCount = examples, Tasks = new int[examples], Seed = new Seed(5) };
        using var drawn = routing.Route(input with { Training = true });
        using var plain = routing.Route(input);

        var weights = drawn.ToDense(8).detach();
        weights.mean().Number().Should().BeApproximately(0.125, 1e-9);
        weights.std().Number().Should().BeApproximately(0.0718, 0.0008);
        plain.Weights.shape.Should().Equal(1, 1, 8);
        plain.Weights.detach().Plus(-0.125).abs().max().Number().Should().BeLessThan(1e-12);
    }

    [Fact]
    public void Each_example_draws_for_itself_and_each_map_too()
    {
        using var scope = NewDisposeScope();
        using var one = Routers.Create("router/poly").Prepare([Bank()], new RoutingContext { Tasks = _tasks, Seed = new Seed(1) });
        using var other = Routers.Create("router/poly").Prepare([Bank()], new RoutingContext { Tasks = _tasks, Seed = new Seed(2), State = one.State.ToDictionary(pair => pair.Key, pair => pair.Value) });
        var input = Input() with { Tasks = [0, 0], Training = true, Seed = new Seed(9) };

        var weights = Dense(one, input);

        (weights[0] - weights[1]).abs().max().Number().Should().BeGreaterThan(0.01);
        (weights - Dense(other, input)).abs().max().Number().Should().BeGreaterThan(0.01);
        (weights - Dense(one, input with { Seed = new Seed(10) })).abs().max().Number().Should().BeGreaterThan(0.01);
    }

    [Fact]
    public void Tasks_that_nobody_knows_use_all_skills_equally()
    {
        using var scope = NewDisposeScope();
        using var routing = Routers.Create("router/poly").Prepare([Bank()], new RoutingContext { Tasks = _tasks, State = State(Routers.Random(_numbers, 2, Skills).Times(3)) });

        var weights = Dense(routing, Input() with { Tasks = [-1, 1] });

        weights[0].Plus(-1.0 / Skills).abs().max().Number().Should().BeLessThan(1e-12);
        weights[1].Plus(-1.0 / Skills).abs().max().Number().Should().BeGreaterThan(0.01);
    }

    [Fact]
    public void Logits_begin_near_zero_from_the_seed_and_are_saved()
    {
        using var scope = NewDisposeScope();
        var router = Routers.Create("router/mhr", new JsonObject { ["heads"] = 2 });
        using var bank = Bank();
        using var first = router.Prepare([bank], new RoutingContext { Tasks = _tasks, Seed = new Seed(4) });
        using var again = router.Prepare([bank], new RoutingContext { Tasks = _tasks, Seed = new Seed(4) });
        using var restored = router.Prepare([bank], new RoutingContext { Tasks = _tasks, Seed = new Seed(7), State = first.State.ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone()) });
        var logits = first.Parameters["logits"].detach();

        logits.shape.Should().Equal(2, 2 * Skills);
        logits.abs().max().Number().Should().BeInRange(1e-5, 1e-3);
        again.Parameters["logits"].detach().ShouldBeNear(logits, 1e-30);
        restored.Parameters["logits"].detach().ShouldBeNear(logits, 1e-30);
        restored.Parameters["logits"].requires_grad.Should().BeTrue();

        var fewShot = () => router.Prepare([bank], new RoutingContext { Tasks = ["new"], State = first.State.ToDictionary(pair => pair.Key, pair => pair.Value) });
        fewShot.Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS5401");
    }

    [Fact]
    public void Heads_that_do_not_divide_a_map_are_refused()
    {
        var prepare = () => Routers.Create("router/mhr", new JsonObject { ["heads"] = 5 }).Prepare([Bank()], new RoutingContext());

        prepare.Should().Throw<TesseraException>().Which.Diagnostics.Single().Should().Match<Diagnostic>(problem => problem.Id == "TESS5402" && problem.Message.Contains("5 heads"));
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(0.5, 0.7071067811865476)]
    [InlineData(1.0, 0.0)]
    public void The_learned_share_leads_to_the_average_as_a_cosine_does(double time, double expected)
    {
        using var scope = NewDisposeScope();
        var logits = Routers.Random(_numbers, 2, Skills).Times(3);
        using var routing = (IAveragedRouting)Routers.Create("router/poly").Prepare([Bank()], new RoutingContext { Tasks = _tasks, State = State(logits) });
        var learned = Dense(routing, Input());
        var share = Math.Cos(Math.PI * time / 2);
        share.Should().BeApproximately(expected, 1e-12);

        routing.LearnedShare = time == 1 ? 0 : share;

        (Dense(routing, Input()) - learned.Times(share).Plus((1 - share) / Skills)).abs().max().Number().Should().BeLessThan(1e-12);
    }

    [Theory]
    [InlineData("""{ "gate": "sigmoid", "epsilon": 0 }""", "a / sum")]
    [InlineData("""{ "gate": "straightThrough", "epsilon": 0.000001 }""", "rounded")]
    [InlineData("""{ "gate": "unitLength" }""", "unit")]
    [InlineData("""{ "gate": "sigmoid", "averageCorrection": true }""", "corrected")]
    [InlineData("""{ "gate": "sigmoid", "sharedSkill": true }""", "shared")]
    public void Each_option_makes_the_weights_that_its_formula_says(string options, string formula)
    {
        using var scope = NewDisposeScope();
        var logits = Routers.Random(_numbers, 2, Skills).Times(2);
        using var routing = Routers.Create("router/poly", JsonNode.Parse(options)!.AsObject()).Prepare([Bank()], new RoutingContext { Tasks = _tasks, State = State(logits) });
        var a = logits.sigmoid();
        var shared = cat([a.narrow(1, 0, Skills - 1), ones(2, 1, ScalarType.Float64)], 1);
        var expected = formula switch
        {
            "a / sum" => a / a.sum(1, keepdim: true),
            "rounded" => a.round() / a.round().sum(1, keepdim: true).Plus(1e-6),
            "unit" => logits / logits.norm(1, keepdim: true),
            "corrected" => a.Over(Math.Sqrt(Skills)),
            _ => shared / shared.sum(1, keepdim: true),
        };

        Dense(routing, Input()).squeeze(1).ShouldBeNear(expected);
        // Nothing is drawn, so training is no different.
        Dense(routing, Input() with { Training = true }).squeeze(1).ShouldBeNear(expected);
    }

    [Fact]
    public void Dropout_drops_in_training_alone_and_keeps_the_mean()
    {
        using var scope = NewDisposeScope();
        const int examples = 20_000;
        using var routing = Routers.Create("router/poly", new JsonObject { ["gate"] = "sigmoid", ["dropout"] = 0.25, ["averageCorrection"] = true }).Prepare([Bank(1)], new RoutingContext { Tasks = ["only"], State = State(zeros(1, 1, ScalarType.Float64)) });
        var input = new RoutingInput { Hidden = ones(1, Inputs), ExampleCount = examples, Tasks = new int[examples] };

        var dropped = Dense(routing, input with { Training = true });

        dropped.eq(tensor(0.0)).to_type(ScalarType.Float64).mean().Number().Should().BeApproximately(0.25, 0.015);
        dropped.mean().Number().Should().BeApproximately(0.5, 0.01);
        Dense(routing, input).min().Number().Should().Be(0.5);
    }

    [Theory]
    [InlineData("router/poly", "{}")]
    [InlineData("router/mhr", """{ "heads": 4 }""")]
    [InlineData("router/mhr", """{ "heads": 2, "sharedSkill": true }""")]
    [InlineData("router/poly", """{ "gate": "unitLength" }""")]
    public void Gradients_of_logits_are_those_of_finite_differences(string uses, string options)
    {
        using var scope = NewDisposeScope();
        var router = Routers.Create(uses, JsonNode.Parse(options)!.AsObject());
        using var bank = Bank();
        using var group = RoutedGroup.Prepare(router, [bank], new RoutingContext { Tasks = _tasks, Seed = new Seed(6) });
        var logits = group.Routing.Parameters["logits"];
        using (no_grad()) logits.Accumulate(Routers.Random(_numbers, logits.shape));
        var input = Input() with { Training = true, Seed = new Seed(8) };
        double Loss() => group.Apply(input)[0].detach().Squared().sum().Number();

        group.Apply(input)[0].Squared().sum().backward();

        var gradient = logits.grad!.clone();
        for (var task = 0; task < 2; task++)
        for (var column = 0; column < logits.shape[1]; column++)
        {
            const double step = 1e-5;
            void Move(double by)
            {
                using var frozen = no_grad();
                logits[task, column].Accumulate(by);
            }

            Move(step);
            var above = Loss();
            Move(-2 * step);
            var below = Loss();
            Move(step);
            gradient[task, column].Number().Should().BeApproximately((above - below) / (2 * step), 1e-5);
        }
    }

    [Fact]
    public void Under_the_average_copies_of_a_skill_receive_equal_gradients()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Routers.Random(_numbers, 2, Inputs), Routers.Random(_numbers, Outputs, 2));
        var factors = Enumerable.Range(0, 4).Select(_ => new LoraFactors(a.clone().requires_grad_(), b.clone().requires_grad_(), 1)).ToList();
        using var bank = new ExpertBank(new LinearMap("map", Inputs, Outputs), ["a", "b", "c", "d"], factors);
        using var group = RoutedGroup.Prepare(Routers.Create("router/poly", new JsonObject { ["average"] = true }), [bank], new RoutingContext { Tasks = _tasks });

        group.Apply(Input() with { Training = true })[0].Squared().sum().backward();

        group.Routing.Parameters.Should().BeEmpty();
        foreach (var copy in factors.Skip(1))
        {
            copy.A.grad!.ShouldBeNear(factors[0].A.grad!, 1e-12);
            copy.B.grad!.ShouldBeNear(factors[0].B.grad!, 1e-12);
        }

        factors[0].A.grad!.abs().max().Number().Should().BeGreaterThan(0);
    }

    [Fact]
    public void Training_the_logits_alone_leaves_frozen_skills_without_gradients()
    {
        using var scope = NewDisposeScope();
        using var bank = Bank();
        using var group = RoutedGroup.Prepare(Routers.Create("router/mhr"), [bank], new RoutingContext { Tasks = _tasks });

        group.Apply(Input() with { Training = true })[0].Squared().sum().backward();

        group.Routing.Parameters["logits"].grad!.abs().max().Number().Should().BeGreaterThan(0);
        bank.Factors.Any(factors => factors!.A.grad is not null || factors.B.grad is not null).Should().BeFalse();
    }

    private static Dictionary<string, Tensor> State(Tensor logits) => new() { ["logits"] = logits };

    private static Tensor Apply(string uses, JsonObject? options, ExpertBank bank, Tensor? logits, RoutingInput input)
    {
        using var group = RoutedGroup.Prepare(Routers.Create(uses, options), [bank], new RoutingContext { Tasks = _tasks, State = logits is null ? null : State(logits) });
        return group.Apply(input)[0].detach();
    }

    private static Tensor Uniform(ExpertBank bank, RoutingInput input)
    {
        using var group = RoutedGroup.Prepare(Routers.Create("router/uniform", new JsonObject { ["mixing"] = "parameters" }), [bank], new RoutingContext());
        return group.Apply(input)[0];
    }

    private static Tensor Dense(IMapRouting routing, RoutingInput input)
    {
        using var weights = routing.Route(input);
        return weights.ToDense((int)weights.Weights.shape[^1]).detach();
    }

    private static RoutingInput Input() => new()
    {
        Hidden = Routers.Random(new Random(2), 6, Inputs), Examples = tensor(new long[] { 0, 0, 0, 1, 1, 1 }), ExampleCount = 2, Tasks = [0, 1],
    };

    private ExpertBank Bank(int skills = Skills) => Routers.Bank(Routers.Random(_numbers, skills, 2, Inputs), Routers.Random(_numbers, skills, Outputs, 2), 0.5);
}
