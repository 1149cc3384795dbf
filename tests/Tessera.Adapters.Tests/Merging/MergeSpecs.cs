using Tessera.Adapters.Library;
using Tessera.Adapters.Merging;
using Tessera.Adapters.Tests.Libraries;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Merging;

/// <summary>Merged experts are what their definitions say, judged by dense matrices.</summary>
public sealed class MergeSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope;

    public MergeSpecs()
    {
        Libtorch.EnsureLoaded();
        _scope = torch.NewDisposeScope();
    }

    [Fact]
    public void A_concatenation_is_the_weighted_sum_of_experts_of_any_rank_and_scaling()
    {
        using var library = Write(Experts.Draft("a", 1, rank: 2, scaling: 4), Experts.Draft("b", 2, rank: 3, scaling: 0.5), Experts.Draft("c", 3, rank: 1) with { IsRankStabilised = true });

        var merged = Merge(library, MergeMethod.Concatenation, [0.5, -2, 0.25]);

        foreach (var map in new[] { Experts.Query, Experts.Down })
        {
            merged[map].Rank.Should().Be(6);
            ShouldBeClose(merged[map].Delta(), library.Delta("a", map).Times(0.5).Plus(library.Delta("b", map).Times(-2)).Plus(library.Delta("c", map).Times(0.25)), 1e-6);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(64)]
    public void The_low_rank_core_gives_the_best_approximation_of_the_dense_sum(int rank)
    {
        using var library = Write(
            Experts.Draft("a", 1, rank: 2, scaling: 4, type: torch.ScalarType.Float64), Experts.Draft("b", 2, rank: 3, type: torch.ScalarType.Float64), Experts.Draft("c", 3, rank: 3, type: torch.ScalarType.Float64));

        var merged = Merge(library, MergeMethod.Svd, [1, 0.5, -0.3], rank);

        foreach (var map in new[] { Experts.Query, Experts.Down })
        {
            var dense = library.Delta("a", map).Plus(library.Delta("b", map).Times(0.5)).Plus(library.Delta("c", map).Times(-0.3));
            var values = torch.linalg.svdvals(dense);
            var left = Math.Min(rank, values.shape[0]);
            merged[map].Rank.Should().BeLessThanOrEqualTo(rank);
            // Eckart and Young: the error is what the singular values left out weigh.
            var error = (merged[map].Delta() - dense).norm().Number();
            var least = left == values.shape[0] ? 0 : values.narrow(0, left, values.shape[0] - left).norm().Number();
            error.Should().BeApproximately(least, 1e-10 * dense.norm().Number());
        }
    }

    [Theory]
    [InlineData(MergeMethod.Linear)]
    [InlineData(MergeMethod.Ties)]
    [InlineData(MergeMethod.Dare)]
    [InlineData(MergeMethod.Concatenation)]
    [InlineData(MergeMethod.Svd)]
    public void One_expert_merged_with_the_weight_one_is_itself(MergeMethod method)
    {
        foreach (var stabilised in new[] { false, true })
        {
            using var library = Write(Experts.Draft("a", 1, rank: 3, scaling: 16 / Math.Sqrt(3)) with { IsRankStabilised = stabilised });
            var merged = ExpertMerge.Merge(library, new Dictionary<int, double> { [0] = 1 }, new MergeSettings { Method = method, Density = 1 }, TestContext.Current.CancellationToken);

            using var written = Write("written", new ExpertDraft { Name = "m", Factors = merged, IsRankStabilised = !stabilised });

            foreach (var map in new[] { Experts.Query, Experts.Down }) ShouldBeClose(written.Delta("m", map), library.Delta("a", map), 1e-6);
        }
    }

    [Fact]
    public void A_linear_merge_is_the_sum_of_factors_and_a_rank_that_is_missing_counts_as_zero()
    {
        using var library = Write(Experts.Draft("a", 1, rank: 2, scaling: 4), Experts.Draft("b", 2, rank: 3, scaling: 9));
        var (a, b) = (library.Read(0, 0)!, library.Read(1, 0)!);
        var widenedA = torch.cat([a.A.Times(2), torch.zeros(1, a.A.shape[1])], 0);
        var widenedB = torch.cat([a.B.Times(2), torch.zeros(a.B.shape[0], 1)], 1);

        var merged = Merge(library, MergeMethod.Linear, 0.25, 0.75)[library.Maps[0].Name];

        ShouldBeClose(merged.Delta(), widenedB.Times(0.25).Plus(b.B.Times(0.75 * 3)).mm(widenedA.Times(0.25).Plus(b.A.Times(0.75 * 3))).to_type(torch.ScalarType.Float64), 1e-6);
    }

    [Fact]
    public void Opposite_factors_cancel_when_parameters_are_mixed_and_not_when_outputs_are()
    {
        var plus = Experts.Draft("plus", 1);
        using var library = Write(plus, plus with { Name = "minus", Factors = plus.Factors.ToDictionary(pair => pair.Key, pair => new LoraFactors(-pair.Value.A, -pair.Value.B, 1)) });

        Merge(library, MergeMethod.Linear, 0.5, 0.5)[Experts.Query].Delta().abs().max().Number().Should().Be(0);
        ShouldBeClose(Merge(library, MergeMethod.Concatenation, 0.5, 0.5)[Experts.Query].Delta(), library.Delta("plus", Experts.Query), 1e-6);
    }

    [Fact]
    public void What_an_experts_factors_happen_to_be_matters_to_the_sum_of_factors_and_not_to_the_sum_of_products()
    {
        var other = Experts.Draft("b", 2, rank: 3);
        var plain = Experts.Draft("a", 1, rank: 3);
        var gauge = Tensors.Random(new Seed(5).CreateRandom(), 3, 3).Plus(torch.eye(3, dtype: torch.ScalarType.Float64).Times(2));
        var turned = plain with { Factors = plain.Factors.ToDictionary(pair => pair.Key, pair => new LoraFactors(gauge.mm(pair.Value.A.to_type(torch.ScalarType.Float64)), pair.Value.B.to_type(torch.ScalarType.Float64).mm(torch.linalg.inv(gauge)), 1)) };
        using var before = Write("before", plain, other);
        using var after = Write("after", turned, other);

        foreach (var method in new[] { MergeMethod.Concatenation, MergeMethod.Svd })
            ShouldBeClose(Merge(after, method, 0.5, 0.5)[Experts.Down].Delta(), Merge(before, method, 0.5, 0.5)[Experts.Down].Delta(), 1e-5);
        foreach (var method in new[] { MergeMethod.Linear, MergeMethod.Ties })
        {
            var (one, changed) = (Merge(before, method, 0.5, 0.5)[Experts.Down].Delta(), Merge(after, method, 0.5, 0.5)[Experts.Down].Delta());
            ((changed - one).norm() / one.norm()).Number().Should().BeGreaterThan(0.05);
        }
    }

    [Fact]
    public void Maps_that_only_some_experts_adapt_are_merged_of_those()
    {
        var one = Experts.Draft("a", 1);
        using var library = Write(one with { Factors = one.Factors.Where(pair => pair.Key == Experts.Query).ToDictionary() }, Experts.Draft("b", 2));

        var merged = Merge(library, MergeMethod.Concatenation, 0.5, 0.5);

        ShouldBeClose(merged[Experts.Down].Delta(), library.Delta("b", Experts.Down).Times(0.5), 1e-6);
        merged[Experts.Query].Rank.Should().Be(4);
    }

    [Fact]
    public void No_tensor_is_left_of_a_merge_but_its_result()
    {
        using var library = Write(Experts.Draft("a", 1), Experts.Draft("b", 2, rank: 3));
        foreach (var method in Enum.GetValues<MergeMethod>())
        {
            using var scope = torch.NewDisposeScope();
            var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            var merged = Merge(library, method, 0.5, 0.5);
            (DisposeScopeManager.Statistics.ThreadTotalLiveCount - before).Should().Be(2 * merged.Count, "{0} makes them", method);
        }
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private static IReadOnlyDictionary<string, LoraFactors> Merge(ExpertLibrary library, MergeMethod method, params double[] weights) => Merge(library, method, weights, 0);

    private static IReadOnlyDictionary<string, LoraFactors> Merge(ExpertLibrary library, MergeMethod method, double[] weights, int rank) =>
        ExpertMerge.Merge(library, weights.Index().ToDictionary(pair => pair.Index, pair => pair.Item), new MergeSettings { Method = method, Rank = rank, Density = 0.6, Seed = new Seed(7) });

    private static void ShouldBeClose(torch.Tensor actual, torch.Tensor expected, double tolerance) =>
        (actual - expected).norm().Number().Should().BeLessThanOrEqualTo(tolerance * expected.norm().Number());

    private ExpertLibrary Write(params ExpertDraft[] experts) => Write("library", experts);

    private ExpertLibrary Write(string name, params ExpertDraft[] experts)
    {
        var path = Path.Combine(_folder.Path, $"{name}-{Guid.NewGuid():N}");
        foreach (var expert in experts) LibraryFolder.At(path).Add(expert);
        return ExpertLibrary.Open(path);
    }
}
