using Tessera.Adapters.Routing;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>Each way of mixing experts gives what plain loops give.</summary>
public class RoutedMapSpecs
{
    private const int Inputs = 12, Outputs = 20, Tokens = 9;

    public RoutedMapSpecs() => Libtorch.EnsureLoaded();

    [Theory]
    [InlineData(RoutingGranularity.Constant, ExpertMixing.Outputs, 1)]
    [InlineData(RoutingGranularity.PerExample, ExpertMixing.Outputs, 1)]
    [InlineData(RoutingGranularity.PerToken, ExpertMixing.Outputs, 1)]
    [InlineData(RoutingGranularity.Constant, ExpertMixing.Parameters, 1)]
    [InlineData(RoutingGranularity.PerExample, ExpertMixing.Parameters, 1)]
    [InlineData(RoutingGranularity.PerToken, ExpertMixing.Parameters, 1)]
    [InlineData(RoutingGranularity.Constant, ExpertMixing.Parameters, 2)]
    [InlineData(RoutingGranularity.PerExample, ExpertMixing.Parameters, 2)]
    [InlineData(RoutingGranularity.PerToken, ExpertMixing.Parameters, 2)]
    [InlineData(RoutingGranularity.Constant, ExpertMixing.Parameters, 4)]
    [InlineData(RoutingGranularity.PerExample, ExpertMixing.Parameters, 4)]
    [InlineData(RoutingGranularity.PerToken, ExpertMixing.Parameters, 4)]
    public void Dense_weights_give_what_loops_give(RoutingGranularity granularity, ExpertMixing mixing, int heads)
    {
        using var scope = torch.NewDisposeScope();
        var numbers = new Random(1);
        using var bank = Bank(numbers);
        using var map = new RoutedMap(bank);
        var hidden = Tensors.Random(numbers, Tokens, Inputs);
        long[] examples = [0, 0, 1, 2, 2, 2, 1, 0, 2];
        var rows = granularity switch { RoutingGranularity.Constant => 1, RoutingGranularity.PerExample => 3, _ => Tokens };
        var weights = heads == 1 ? Tensors.Random(numbers, rows, bank.Count) : Tensors.Random(numbers, rows, heads, bank.Count);
        int Row(int token) => granularity switch { RoutingGranularity.Constant => 0, RoutingGranularity.PerExample => (int)examples[token], _ => token };
        double Weight(int token, int head, int expert) => (heads == 1 ? weights[Row(token), expert] : weights[Row(token), head, expert]).Number();

        var input = new RoutingInput { Hidden = hidden, Examples = torch.tensor(examples), ExampleCount = 3 };
        var output = map.Apply(input, RoutingWeights.Dense(granularity, weights.clone()), mixing);

        Near(output, SlowMixing.Apply(bank, hidden.ToMatrix(), Weight, heads, mixing));
    }

    [Theory]
    [InlineData(ExpertMixing.Outputs, 1)]
    [InlineData(ExpertMixing.Outputs, 3)]
    [InlineData(ExpertMixing.Parameters, 2)]
    public void A_few_chosen_experts_give_what_loops_give(ExpertMixing mixing, int width)
    {
        using var scope = torch.NewDisposeScope();
        var numbers = new Random(2);
        using var bank = Bank(numbers);
        using var map = new RoutedMap(bank);
        var hidden = Tensors.Random(numbers, Tokens, Inputs);
        // Expert 4 is chosen by nobody.
        var experts = Enumerable.Range(0, Tokens).Select(_ => numbers.GetItems([0L, 1, 2, 3], 4).Distinct().Concat([0L, 1, 2, 3]).Distinct().Take(width).ToArray()).ToArray();
        var weights = Tensors.Random(numbers, Tokens, width);
        double Weight(int token, int head, int expert) => experts[token].AsSpan().IndexOf(expert) is >= 0 and var place ? weights[token, place].Number() : 0;

        var chosen = RoutingWeights.Chosen(RoutingGranularity.PerToken, weights.clone(), torch.tensor(experts.SelectMany(row => row).ToArray(), [Tokens, width]));
        var output = map.Apply(new RoutingInput { Hidden = hidden }, chosen, mixing);

        Near(output, SlowMixing.Apply(bank, hidden.ToMatrix(), Weight, 1, mixing));
    }

    [Fact]
    public void Splitting_the_tokens_changes_nothing()
    {
        using var scope = torch.NewDisposeScope();
        var numbers = new Random(3);
        using var bank = Bank(numbers);
        using var map = new RoutedMap(bank);
        var hidden = Tensors.Random(numbers, Tokens, Inputs);
        var weights = Tensors.Random(numbers, Tokens, 2);
        var experts = torch.tensor(Enumerable.Range(0, Tokens * 2).Select(i => (long)(i % 5)).ToArray(), [Tokens, 2]);

        torch.Tensor Part(int from, int count) => map.Apply(
            new RoutingInput { Hidden = hidden.narrow(0, from, count) },
            RoutingWeights.Chosen(RoutingGranularity.PerToken, weights.narrow(0, from, count).clone(), experts.narrow(0, from, count).clone()), ExpertMixing.Outputs);

        Near(torch.cat([Part(0, 1), Part(1, 5), Part(6, 3)], 0), Part(0, Tokens).ToMatrix());
    }

    [Fact]
    public void No_tokens_and_no_experts_give_nothing_to_add()
    {
        using var scope = torch.NewDisposeScope();
        using var map = new RoutedMap(Bank(new Random(4)));
        using var nobody = new RoutedMap(new ExpertBank(new LinearMap("map", Inputs, Outputs), ["a"], [null]));
        using var none = RoutingWeights.Dense(RoutingGranularity.Constant, torch.ones(1, 5, torch.ScalarType.Float64));
        using var one = RoutingWeights.Dense(RoutingGranularity.Constant, torch.ones(1, 1, torch.ScalarType.Float64));

        map.Apply(new RoutingInput { Hidden = torch.zeros(0, Inputs, torch.ScalarType.Float64) }, none, ExpertMixing.Outputs).shape.Should().Equal(0, Outputs);
        nobody.Apply(new RoutingInput { Hidden = torch.ones(3, Inputs) }, one, ExpertMixing.Parameters).abs().sum().Number().Should().Be(0);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_explained_and_kill_nothing()
    {
        using var scope = torch.NewDisposeScope();
        using var map = new RoutedMap(Bank(new Random(5)));
        var right = new RoutingInput { Hidden = torch.ones(3, Inputs, torch.ScalarType.Float64) };
        var constant = RoutingWeights.Dense(RoutingGranularity.Constant, torch.ones(1, 5, torch.ScalarType.Float64));

        Refused(() => map.Apply(new RoutingInput { Hidden = torch.ones(3, Inputs + 1) }, constant, ExpertMixing.Outputs)).Should().Contain("(tokens, 12)").And.Contain("(3, 13)");
        Refused(() => map.Apply(right, RoutingWeights.Dense(RoutingGranularity.PerToken, torch.ones(2, 5)), ExpertMixing.Outputs)).Should().Contain("3 rows");
        Refused(() => map.Apply(right, RoutingWeights.Dense(RoutingGranularity.Constant, torch.ones(1, 4)), ExpertMixing.Parameters)).Should().Contain("5 experts");
        Refused(() => map.Apply(right, RoutingWeights.Dense(RoutingGranularity.Constant, torch.ones(1, 2, 5)), ExpertMixing.Outputs)).Should().Contain("heads");
        Refused(() => map.Apply(right, RoutingWeights.Dense(RoutingGranularity.Constant, torch.ones(1, 5, 5)), ExpertMixing.Parameters)).Should().Contain("5 heads do not divide");
        Refused(() => map.Apply(right, Choose(2), ExpertMixing.Outputs)).Should().Contain("2 tokens");
        Refused(() => map.Apply(right, Choose(3, 5), ExpertMixing.Outputs)).Should().Contain("not among the 5");
        Refused(() => map.Apply(right, Choose(3, -1), ExpertMixing.Outputs)).Should().Contain("not among the 5");
    }

    private static RoutingWeights Choose(int tokens, long expert = 0) =>
        RoutingWeights.Chosen(RoutingGranularity.PerToken, torch.ones(tokens, 1), torch.ones(tokens, 1, torch.ScalarType.Int64).Times(expert));

    private static string Refused(Action apply) => apply.Should().Throw<ArgumentException>().Which.Message;

    private static ExpertBank Bank(Random numbers)
    {
        // Ragged ranks, one expert that leaves the map alone, different scalings.
        LoraFactors? Expert(int rank, double scaling) => new(Tensors.Random(numbers, rank, Inputs), Tensors.Random(numbers, Outputs, rank), scaling);
        return new ExpertBank(new LinearMap("map", Inputs, Outputs), ["a", "b", "c", "d", "e"], [Expert(3, 1), Expert(1, 2), null, Expert(4, 0.25), Expert(2, 1)]);
    }

    private static void Near(torch.Tensor actual, double[,] expected)
    {
        var computed = actual.ToMatrix();
        computed.GetLength(0).Should().Be(expected.GetLength(0));
        computed.GetLength(1).Should().Be(expected.GetLength(1));
        for (var row = 0; row < expected.GetLength(0); row++)
        for (var column = 0; column < expected.GetLength(1); column++)
            computed[row, column].Should().BeApproximately(expected[row, column], 1e-9);
    }
}
