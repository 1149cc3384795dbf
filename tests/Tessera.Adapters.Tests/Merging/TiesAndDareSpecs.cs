using Tessera.Adapters.Library;
using Tessera.Adapters.Merging;
using Tessera.Adapters.Tests.Libraries;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Merging;

/// <summary>TIES and DARE by hand and on average.</summary>
public sealed class TiesAndDareSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope;

    public TiesAndDareSpecs()
    {
        Libtorch.EnsureLoaded();
        _scope = torch.NewDisposeScope();
    }

    [Fact]
    public void Three_vectors_are_merged_as_one_does_it_by_hand()
    {
        // Of five entries (four of A, one of B) the three largest are kept: B, and two of A.
        using var library = Write(Vector("a", 4, -1, 3, 0.5), Vector("b", 2, -3, -0.5, 1), Vector("c", -5, -2, 1, 0.2));

        var merged = Merge(library, 0.6, 1, 1, 1);

        // Kept: a (4, 0, 3, 0), b (2, -3, 0, 0), c (-5, -2, 0, 0). Sums: 1, -5, 3, 0. Means of those that agree: 3, -2.5, 3, none.
        merged.A.to_type(torch.ScalarType.Float64).ShouldBeNear(torch.tensor(new[] { 3, -2.5, 3, 0 }).reshape(1, 4), 1e-6);
        merged.B.to_type(torch.ScalarType.Float64).ShouldBeNear(torch.tensor(new double[] { 10 }).reshape(1, 1), 1e-6);
    }

    [Fact]
    public void With_weights_the_sign_is_that_of_the_weighted_sum_and_the_mean_is_weighted()
    {
        using var library = Write(Vector("a", 4, -1, 3, 0.5), Vector("b", 2, -3, -0.5, 1), Vector("c", -5, -2, 1, 0.2));

        var merged = Merge(library, 1, 1, 1, 2);

        // Sums: -4, -8, 4.5, 1.9. Agreeing: c; all; a and c; all.
        merged.A.to_type(torch.ScalarType.Float64).ShouldBeNear(torch.tensor(new[] { -5, -8.0 / 4, (3 + 2 * 1) / 3.0, (0.5 + 1 + 0.4) / 4 }).reshape(1, 4), 1e-6);
    }

    [Fact]
    public void With_all_entries_and_equal_signs_it_is_the_mean()
    {
        using var library = Write(Vector("a", 4, -1, 3, 0.5), Vector("b", 2, -3, 0.5, 1));

        Merge(library, 1, 0.5, 0.5).A.to_type(torch.ScalarType.Float64).ShouldBeNear(torch.tensor(new[] { 3, -2, 1.75, 0.75 }).reshape(1, 4), 1e-6);
    }

    [Fact]
    public void Entries_are_compared_as_they_act_whatever_the_scalings_are()
    {
        // The same expert, its scaling once beside the factors and once within them.
        using var beside = Write(Vector("a", 4, -1, 3, 0.5), Scaled("b", 16, 2, -3, -0.5, 1));
        using var within = Write(Vector("a", 4, -1, 3, 0.5), Within("b", 4, 2, -3, -0.5, 1));

        ShouldBeClose(Merge(beside, 0.6, 1, 1).Delta(), Merge(within, 0.6, 1, 1).Delta());
    }

    [Fact]
    public void What_is_dropped_at_random_is_made_up_for_by_the_rest()
    {
        using var library = Write(Experts.Draft("a", 1, rank: 2, scaling: 2), Experts.Draft("b", 2, rank: 3));
        var whole = Dare(library, 1, 0)[Experts.Down].Delta();
        const int Draws = 3000;
        var (sum, squares) = (torch.zeros_like(whole), torch.zeros_like(whole));
        for (var draw = 0; draw < Draws; draw++)
        {
            using var scope = torch.NewDisposeScope();
            var merged = Dare(library, 0.7, (ulong)draw)[Experts.Down].Delta();
            sum.Accumulate(merged);
            squares.Accumulate(merged.Squared());
        }

        var mean = sum.Over(Draws);
        var error = (squares.Over(Draws) - mean.Squared()).Over(Draws).sqrt();
        ((mean - whole).abs() / error).max().Number().Should().BeLessThan(4.5, "the mean of all draws is the merge without dropping");
        (error.max().Number() * Math.Sqrt(Draws)).Should().BeGreaterThan(0.1, "something is dropped");
    }

    [Fact]
    public void Equal_seeds_drop_the_same_and_other_seeds_others()
    {
        using var library = Write(Experts.Draft("a", 1), Experts.Draft("b", 2));

        Dare(library, 0.5, 3)[Experts.Down].A.bytes.SequenceEqual(Dare(library, 0.5, 3)[Experts.Down].A.bytes).Should().BeTrue();
        Dare(library, 0.5, 3)[Experts.Down].A.bytes.SequenceEqual(Dare(library, 0.5, 4)[Experts.Down].A.bytes).Should().BeFalse();
        Dare(library, 1, 3)[Experts.Down].A.bytes.SequenceEqual(ExpertMerge.Merge(library, Halves, new MergeSettings { Method = MergeMethod.Linear })[Experts.Down].A.bytes).Should().BeTrue();
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private static IReadOnlyDictionary<int, double> Halves { get; } = new Dictionary<int, double> { [0] = 0.5, [1] = 0.5 };

    private static IReadOnlyDictionary<string, LoraFactors> Dare(ExpertLibrary library, double density, ulong seed) =>
        ExpertMerge.Merge(library, Halves, new MergeSettings { Method = MergeMethod.Dare, Density = density, Seed = new Seed(seed) });

    private static LoraFactors Merge(ExpertLibrary library, double density, params double[] weights) =>
        ExpertMerge.Merge(library, weights.Index().ToDictionary(pair => pair.Index, pair => pair.Item), new MergeSettings { Method = MergeMethod.Ties, Density = density })["m"];

    private static ExpertDraft Vector(string name, params double[] entries) => Draft(name, 1, 1, entries);

    private static ExpertDraft Scaled(string name, double scaling, params double[] entries) => Draft(name, scaling, 1, entries);

    private static ExpertDraft Within(string name, double root, params double[] entries) => Draft(name, 1, root, entries);

    // The largest entry is that of B, so that trimming falls on A.
    private static ExpertDraft Draft(string name, double scaling, double root, double[] entries) => new()
    {
        Name = name,
        Factors = new Dictionary<string, LoraFactors> { ["m"] = new(torch.tensor(entries).Times(root).reshape(1, -1), torch.tensor([root * 10.0], [1, 1]), scaling) },
    };

    private static void ShouldBeClose(torch.Tensor actual, torch.Tensor expected) => (actual - expected).norm().Number().Should().BeLessThan(1e-9 * expected.norm().Number());

    private ExpertLibrary Write(params ExpertDraft[] experts)
    {
        var path = Path.Combine(_folder.Path, Guid.NewGuid().ToString("N"));
        foreach (var expert in experts) LibraryFolder.At(path).Add(expert);
        return ExpertLibrary.Open(path);
    }
}
