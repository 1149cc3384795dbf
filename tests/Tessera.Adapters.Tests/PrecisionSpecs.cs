using Tessera.Adapters.Routing;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using static TorchSharp.torch;

namespace Tessera.Adapters.Tests;

/// <summary>Experts and states of any two precisions go together: the work is done in single precision or better, the answer is of the states' type.</summary>
public class PrecisionSpecs
{
    private const int Inputs = 12, Outputs = 20, Tokens = 9;

    private static readonly ScalarType[] Types = [ScalarType.BFloat16, ScalarType.Float16, ScalarType.Float32, ScalarType.Float64];

    public PrecisionSpecs() => Libtorch.EnsureLoaded();

    public static TheoryData<ScalarType, ScalarType> Pairs => new(Types.SelectMany(experts => Types.Select(states => (experts, states))));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Each_way_of_mixing_gives_what_loops_give_and_answers_in_the_states_type(ScalarType expertType, ScalarType stateType)
    {
        using var scope = NewDisposeScope();
        var numbers = new Random(1);
        using var bank = Bank(numbers, expertType);
        using var map = new RoutedMap(bank);
        var input = new RoutingInput { Hidden = Tensors.Random(numbers, Tokens, Inputs).to_type(stateType) };
        var dense = Tensors.Random(numbers, Tokens, 3);
        var heads = Tensors.Random(numbers, Tokens, 4, 3);
        var order = Positions.Between(0, 3).expand(Tokens, 3).clone();

        foreach (var mixing in Enum.GetValues<ExpertMixing>())
        {
            Check(RoutingWeights.Dense(RoutingGranularity.PerToken, dense.clone()), mixing);
            Check(RoutingWeights.Dense(RoutingGranularity.PerToken, dense.to_type(ScalarType.BFloat16)), mixing);
            Check(RoutingWeights.Chosen(RoutingGranularity.PerToken, dense.clone(), order.clone()), mixing);
        }

        Check(RoutingWeights.Dense(RoutingGranularity.PerToken, heads.clone()), ExpertMixing.Parameters);

        void Check(RoutingWeights weights, ExpertMixing mixing)
        {
            var given = weights.Weights.to_type(ScalarType.Float64);
            double Weight(int token, int head, int expert) => (given.dim() == 3 ? given[token, head, expert] : given[token, expert]).Number();
            var slow = SlowMixing.Apply(bank, input.Hidden.ToMatrix(), Weight, weights.Heads, mixing);
            var expected = tensor(slow.Cast<double>().ToArray(), [Tokens, Outputs]);

            var output = map.Apply(input, weights, mixing);

            output.dtype.Should().Be(stateType);
            // Only the answer is rounded to the states' type; with single-precision sums before it, little is lost.
            var rounding = stateType switch { ScalarType.BFloat16 => 1.0 / 256, ScalarType.Float16 => 1.0 / 2048, ScalarType.Float32 => 1e-6, _ => 1e-12 };
            ((output - expected).abs() - expected.abs().Times(rounding)).max().Number().Should().BeLessThan(stateType == ScalarType.Float64 ? 1e-12 : 1e-5);
        }
    }

    [Fact]
    public void Experts_of_different_precisions_stand_in_one_bank()
    {
        using var scope = NewDisposeScope();
        var numbers = new Random(2);
        using var mixed = new ExpertBank(
            new LinearMap("map", Inputs, Outputs), ["a", "b"],
            [Factors(numbers, 2, ScalarType.BFloat16), Factors(numbers, 3, ScalarType.Float32)]);
        using var map = new RoutedMap(mixed);
        var input = new RoutingInput { Hidden = Tensors.Random(numbers, Tokens, Inputs).to_type(ScalarType.Float32) };

        var output = map.Apply(input, RoutingWeights.Dense(RoutingGranularity.Constant, ones(1, 2)), ExpertMixing.Outputs);

        var expected = SlowMixing.Apply(mixed, input.Hidden.ToMatrix(), (_, _, _) => 1, 1, ExpertMixing.Outputs);
        output.to_type(ScalarType.Float64).ShouldBeNear(tensor(expected.Cast<double>().ToArray(), [Tokens, Outputs]), 1e-5);
    }

    private static ExpertBank Bank(Random numbers, ScalarType type) => new(
        new LinearMap("map", Inputs, Outputs), ["a", "b", "c"], [Factors(numbers, 3, type), Factors(numbers, 1, type), Factors(numbers, 4, type)]);

    private static LoraFactors Factors(Random numbers, int rank, ScalarType type) =>
        new(Tensors.Random(numbers, rank, Inputs).to_type(type), Tensors.Random(numbers, Outputs, rank).to_type(type), 0.5 * rank);
}
