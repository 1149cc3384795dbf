using Tessera.Adapters.Lora;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Lora;

/// <summary>How LoRA begins, and how much of it there is.</summary>
public sealed class LoraSpecs : IDisposable
{
    private static readonly LinearMap Map = new("m", 400, 30);

    private readonly DisposeScope _scope;

    public LoraSpecs()
    {
        Libtorch.EnsureLoaded();
        _scope = torch.NewDisposeScope();
    }

    [Theory]
    [InlineData(LoraInitialization.Mttl, 0.577350269 / 20, 0.577350269 * 0.577350269 / 400 / 3)]
    [InlineData(LoraInitialization.Peft, 1.0 / 20, 1.0 / 400 / 3)]
    [InlineData(LoraInitialization.Gaussian, double.PositiveInfinity, 1.0 / 64)]
    [InlineData(LoraInitialization.FanIn, double.PositiveInfinity, 1.0 / 400)]
    public void The_first_factor_is_spread_as_its_name_says_and_the_second_is_nothing(LoraInitialization initialization, double bound, double variance)
    {
        var draws = Enumerable.Range(0, 40).Select(seed => LoraFactorInitializer.Create(initialization, Map, 8, 2, new Seed((ulong)seed))).ToList();
        var all = torch.cat([.. draws.Select(factors => factors.A)]).to_type(torch.ScalarType.Float64);

        all.abs().max().Number().Should().BeLessThanOrEqualTo(bound * (1 + 1e-7));
        if (double.IsFinite(bound)) all.abs().max().Number().Should().BeGreaterThan(0.999 * bound);
        // The mean square of 128,000 numbers is within 5 of its standard errors, the largest for normal ones: √(2 / n).
        (all.Squared().mean().Number() / variance).Should().BeApproximately(1, 5 * Math.Sqrt(2.0 / 128_000));
        all.mean().Number().Should().BeApproximately(0, 5 * Math.Sqrt(variance / 128_000));
        draws[0].B.abs().max().Number().Should().Be(0);
        (draws[0].A.shape, draws[0].B.shape, draws[0].Scaling).Should().BeEquivalentTo((new long[] { 8, 400 }, new long[] { 30, 8 }, 2.0));
    }

    [Fact]
    public void Equal_seeds_begin_equally()
    {
        var (one, same, other) = (Create(1), Create(1), Create(2));

        same.A.bytes.SequenceEqual(one.A.bytes).Should().BeTrue();
        other.A.bytes.SequenceEqual(one.A.bytes).Should().BeFalse();

        static LoraFactors Create(ulong seed) => LoraFactorInitializer.Create(LoraInitialization.Peft, Map, 4, 1, new Seed(seed));
    }

    [Fact]
    public void The_parameters_of_T5_XL_are_as_many_as_the_paper_says()
    {
        var maps = T5(layers: 24, width: 2048, inner: 2048, feedForward: 5120).ToList();

        maps.Should().HaveCount(432);
        ParameterCounts.OfLora(maps, 1).Should().Be(2_211_840);
        ParameterCounts.OfInventory(maps, 1, 8).Should().Be(17_694_720);
        ParameterCounts.OfLora(maps, 16).Should().Be(35_389_440);
        ParameterCounts.OfRouting(maps.Count, 8, 1).Should().Be(3_456);
        ParameterCounts.OfRouting(maps.Count, 8, 64).Should().Be(221_184);
    }

    [Fact]
    public void Inventories_are_the_same_in_the_order_of_axes_of_MTTL_and_of_MHR_and_PEFT()
    {
        const int Skills = 3, Heads = 2, Rank = 4, Inputs = 6, Outputs = 10;
        var numbers = new Seed(1).CreateRandom();
        var (a, b) = (Tensors.Random(numbers, Skills, Heads, Inputs / Heads, Rank), Tensors.Random(numbers, Skills, Rank, Heads, Outputs / Heads));

        var (mhrA, mhrB) = (InventoryAxes.AFromMttl(a), InventoryAxes.BFromMttl(b));

        mhrA.shape.Should().Equal(Heads, Skills, Inputs / Heads, Rank);
        mhrB.shape.Should().Equal(Heads, Skills, Rank, Outputs / Heads);
        InventoryAxes.AToMttl(mhrA).bytes.SequenceEqual(a.bytes).Should().BeTrue();
        InventoryAxes.BToMttl(mhrB).bytes.SequenceEqual(b.bytes).Should().BeTrue();
        for (var skill = 0; skill < Skills; skill++)
        {
            // By the definition: head h holds rows of A and columns of B.
            var (x, y) = (InventoryAxes.AOfSkill(mhrA, skill).ToMatrix(), InventoryAxes.BOfSkill(mhrB, skill).ToMatrix());
            for (var k = 0; k < Rank; k++)
            {
                for (var i = 0; i < Inputs; i++) x[k, i].Should().Be(a[skill, i / (Inputs / Heads), i % (Inputs / Heads), k].Number());
                for (var o = 0; o < Outputs; o++) y[o, k].Should().Be(b[skill, k, o / (Outputs / Heads), o % (Outputs / Heads)].Number());
            }
        }
    }

    public void Dispose() => _scope.Dispose();

    private static IEnumerable<LinearMap> T5(int layers, int width, int inner, int feedForward)
    {
        for (var layer = 0; layer < layers; layer++)
        foreach (var (stack, blocks) in new[] { ("encoder", new[] { "SelfAttention" }), ("decoder", ["SelfAttention", "EncDecAttention"]) })
        {
            foreach (var block in blocks)
            {
                foreach (var name in new[] { "q", "k", "v" }) yield return new LinearMap($"{stack}.{layer}.{block}.{name}", width, inner);
                yield return new LinearMap($"{stack}.{layer}.{block}.o", inner, width);
            }

            yield return new LinearMap($"{stack}.{layer}.wi_0", width, feedForward);
            yield return new LinearMap($"{stack}.{layer}.wi_1", width, feedForward);
            yield return new LinearMap($"{stack}.{layer}.wo", feedForward, width);
        }
    }
}
