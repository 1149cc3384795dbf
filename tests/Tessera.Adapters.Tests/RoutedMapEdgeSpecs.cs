using Tessera.Adapters.Routing;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>Weights at the edge of what the contract allows are served, and those beyond it are refused in words.</summary>
public class RoutedMapEdgeSpecs
{
    private const int Inputs = 4, Outputs = 6, Tokens = 5;

    private readonly Random _numbers = new(8);

    public RoutedMapEdgeSpecs() => Libtorch.EnsureLoaded();

    [Theory]
    [InlineData(RoutingGranularity.Constant, 1)]
    [InlineData(RoutingGranularity.PerToken, Tokens)]
    public void A_single_head_is_no_heads(RoutingGranularity granularity, int rows)
    {
        using var scope = torch.NewDisposeScope();
        using var map = new RoutedMap(Bank(1, 2, 3));
        var input = Input();
        var weights = Tensors.Random(_numbers, rows, 3);

        foreach (var mixing in Enum.GetValues<ExpertMixing>())
        {
            var plain = map.Apply(input, RoutingWeights.Dense(granularity, weights.clone()), mixing);
            var oneHead = map.Apply(input, RoutingWeights.Dense(granularity, weights.unsqueeze(1)), mixing);
            oneHead.ShouldBeNear(plain);
        }
    }

    [Theory]
    [InlineData(RoutingGranularity.Constant, 1)]
    [InlineData(RoutingGranularity.PerExample, 1)]
    [InlineData(RoutingGranularity.PerToken, Tokens)]
    public void Choosing_no_expert_adds_nothing(RoutingGranularity granularity, int rows)
    {
        using var scope = torch.NewDisposeScope();
        using var map = new RoutedMap(Bank(1, 2));

        foreach (var mixing in Enum.GetValues<ExpertMixing>())
        {
            using var none = RoutingWeights.Chosen(granularity, torch.zeros(rows, 0), torch.zeros(rows, 0, torch.ScalarType.Int64));
            map.Apply(Input(), none, mixing).ShouldBeNear(torch.zeros(Tokens, Outputs, torch.ScalarType.Float64));
        }
    }

    [Fact]
    public void A_bank_of_nobody_adds_nothing()
    {
        using var scope = torch.NewDisposeScope();
        using var map = new RoutedMap(new ExpertBank(new LinearMap("map", Inputs, Outputs), [], []));
        using var none = RoutingWeights.Dense(RoutingGranularity.Constant, torch.zeros(1, 0));

        foreach (var mixing in Enum.GetValues<ExpertMixing>()) map.Apply(Input(), none, mixing).ShouldBeNear(torch.zeros(Tokens, Outputs, torch.ScalarType.Float64));
    }

    [Theory]
    [InlineData(RoutingGranularity.Constant, 1)]
    [InlineData(RoutingGranularity.PerToken, Tokens)]
    public void An_expert_that_is_chosen_twice_counts_twice_however_the_weights_are_given(RoutingGranularity granularity, int rows)
    {
        using var scope = torch.NewDisposeScope();
        using var map = new RoutedMap(Bank(1, 2, 3));
        var twice = RoutingWeights.Chosen(granularity, torch.ones(rows, 2, torch.ScalarType.Float64).Times(0.25), torch.ones(rows, 2, torch.ScalarType.Int64));
        var once = RoutingWeights.Chosen(granularity, torch.ones(rows, 1, torch.ScalarType.Float64).Times(0.5), torch.ones(rows, 1, torch.ScalarType.Int64));

        foreach (var mixing in Enum.GetValues<ExpertMixing>()) map.Apply(Input(), twice, mixing).ShouldBeNear(map.Apply(Input(), once, mixing));
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_words()
    {
        using var scope = torch.NewDisposeScope();
        using var map = new RoutedMap(Bank(1, 2));
        using var nobody = new RoutedMap(new ExpertBank(new LinearMap("map", Inputs, Outputs), ["a"], [null]));
        var perExample = RoutingWeights.Dense(RoutingGranularity.PerExample, torch.ones(2, 2));
        var constant = RoutingWeights.Dense(RoutingGranularity.Constant, torch.ones(1, 2));
        RoutingInput Of(params long[] examples) => Input() with { Examples = torch.tensor(examples), ExampleCount = 2 };

        foreach (var mixing in Enum.GetValues<ExpertMixing>())
        {
            foreach (var granularity in Enum.GetValues<RoutingGranularity>())
                Refused(() => map.Apply(Input(), Choose(granularity, 2), mixing)).Should().Contain("not among the 2");
            Refused(() => map.Apply(Of(0, 1, 2, 0, 1), perExample, mixing)).Should().Contain("example 2").And.Contain("2 examples");
            Refused(() => map.Apply(Of(0, 1, -1, 0, 1), perExample, mixing)).Should().Contain("example -1");
            Refused(() => map.Apply(Of(0, 1), perExample, mixing)).Should().Contain("5 tokens");
            Refused(() => map.Apply(Input() with { ExampleCount = 2 }, perExample, mixing)).Should().Contain("which example");
            Refused(() => map.Apply(Input() with { Hidden = torch.ones(Tokens, Inputs, torch.ScalarType.Int64) }, constant, mixing)).Should().Contain("Int64");
            Refused(() => nobody.Apply(Input(), constant, mixing)).Should().Contain("1 experts");
        }
    }

    [Fact]
    public void A_bank_takes_only_experts_that_can_be_mixed()
    {
        using var scope = torch.NewDisposeScope();
        Action Make(LoraFactors factors) => () => _ = new ExpertBank(new LinearMap("map", Inputs, Outputs), ["odd"], [factors]);

        Refused(Make(new LoraFactors(torch.ones(0, Inputs), torch.ones(Outputs, 0), 1))).Should().Contain("'odd'").And.Contain("rank");
        Refused(Make(new LoraFactors(torch.ones(1, Inputs), torch.ones(Outputs, 1), -1))).Should().Contain("'odd'").And.Contain("scaling");
        Refused(Make(new LoraFactors(torch.ones(1, Inputs), torch.ones(Outputs, 1), double.NaN))).Should().Contain("scaling");
        Refused(Make(new LoraFactors(torch.ones(1, Inputs, torch.ScalarType.Int32), torch.ones(Outputs, 1), 1))).Should().Contain("Int32");
    }

    private static string Refused(Action apply) => apply.Should().Throw<ArgumentException>().Which.Message;

    private static RoutingWeights Choose(RoutingGranularity granularity, long expert)
    {
        var rows = granularity == RoutingGranularity.PerToken ? Tokens : 1;
        return RoutingWeights.Chosen(granularity, torch.ones(rows, 1), torch.ones(rows, 1, torch.ScalarType.Int64).Times(expert));
    }

    private static RoutingInput Input() => new() { Hidden = Tensors.Random(new Random(1), Tokens, Inputs) };

    private ExpertBank Bank(params int[] ranks) => new(
        new LinearMap("map", Inputs, Outputs),
        [.. ranks.Select((_, expert) => $"expert {expert}")],
        [.. ranks.Select(rank => new LoraFactors(Tensors.Random(_numbers, rank, Inputs), Tensors.Random(_numbers, Outputs, rank), 0.5))]);
}
