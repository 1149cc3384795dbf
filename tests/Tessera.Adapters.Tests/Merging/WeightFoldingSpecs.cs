using Tessera.Adapters.Merging;
using Tessera.Adapters.Routing;
using Tessera.Adapters.Tests.Libraries;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests.Merging;

/// <summary>An expert folded into a weight does what it does beside it, on square maps too.</summary>
public sealed class WeightFoldingSpecs : IDisposable
{
    private readonly DisposeScope _scope;

    public WeightFoldingSpecs()
    {
        Libtorch.EnsureLoaded();
        _scope = torch.NewDisposeScope();
    }

    [Theory]
    [InlineData(5, 7, 2, 4.0)]
    [InlineData(6, 6, 2, 4.0)]
    [InlineData(6, 6, 6, 0.5)]
    [InlineData(6, 6, 3, 9.23760430703401)]
    public void The_folded_map_gives_what_map_and_expert_give_together(int inputs, int outputs, int rank, double scaling)
    {
        var numbers = new Seed(3).CreateRandom();
        var (weight, hidden) = (Tensors.Random(numbers, outputs, inputs).to_type(torch.ScalarType.Float32), Tensors.Random(numbers, 9, inputs).to_type(torch.ScalarType.Float32));
        var factors = Experts.Factors(1, inputs, outputs, rank, scaling);
        var (x, a, b, w) = (hidden.ToMatrix(), factors.A.ToMatrix(), factors.B.ToMatrix(), weight.ToMatrix());

        var folded = WeightFolding.Fold(weight, factors);
        var y = hidden.mm(folded.t()).ToMatrix();
        var beside = hidden.mm(weight.t()).Plus(Apply(factors, hidden)).ToMatrix();

        for (var token = 0; token < 9; token++)
        for (var output = 0; output < outputs; output++)
        {
            var expected = Enumerable.Range(0, inputs).Sum(i => x[token, i] * (w[output, i] + scaling * Enumerable.Range(0, rank).Sum(k => b[output, k] * a[k, i])));
            y[token, output].Should().BeApproximately(expected, 2e-5);
            beside[token, output].Should().BeApproximately(expected, 2e-5);
        }

        WeightFolding.Unfold(folded, factors).ShouldBeNear(weight, 1e-5 * weight.abs().max().Number());
        folded.dtype.Should().Be(weight.dtype);
    }

    [Fact]
    public void A_weight_that_lies_the_other_way_is_folded_the_other_way()
    {
        var numbers = new Seed(4).CreateRandom();
        var weight = Tensors.Random(numbers, 6, 6);
        var factors = Experts.Factors(2, 6, 6);

        WeightFolding.Fold(weight.t().contiguous(), factors, fanInFanOut: true).ShouldBeNear(WeightFolding.Fold(weight, factors).t(), 1e-12);
        WeightFolding.Unfold(WeightFolding.Fold(weight, factors, true), factors, true).ShouldBeNear(weight, 1e-12);
    }

    [Fact]
    public void An_expert_that_has_not_begun_to_learn_changes_no_bit()
    {
        var numbers = new Seed(5).CreateRandom();
        var (weight, hidden) = (Tensors.Random(numbers, 4, 6).to_type(torch.ScalarType.Float32), Tensors.Random(numbers, 9, 6).to_type(torch.ScalarType.Float32));
        var factors = Experts.Factors(1) with { B = torch.zeros(4, 2) };
        var output = hidden.mm(weight.t());

        WeightFolding.Fold(weight, factors).bytes.SequenceEqual(weight.bytes).Should().BeTrue();
        output.Plus(Apply(factors, hidden)).bytes.SequenceEqual(output.bytes).Should().BeTrue();
    }

    [Fact]
    public void A_weight_of_another_map_is_refused()
    {
        var fold = () => WeightFolding.Fold(torch.zeros(6, 4), Experts.Factors(1));

        fold.Should().Throw<ArgumentException>().WithMessage("*(6, 4)*(4, 6)*");
    }

    public void Dispose() => _scope.Dispose();

    private static torch.Tensor Apply(LoraFactors factors, torch.Tensor hidden)
    {
        var bank = new ExpertBank(new LinearMap("m", (int)factors.A.shape[1], (int)factors.B.shape[0]), ["one"], [factors]);
        using var map = new RoutedMap(bank);
        using var weights = RoutingWeights.Dense(RoutingGranularity.Constant, torch.ones(1, 1));
        return map.Apply(new RoutingInput { Hidden = hidden }, weights, ExpertMixing.Outputs);
    }
}
