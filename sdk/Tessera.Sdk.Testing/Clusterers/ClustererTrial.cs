using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Clusterers;

/// <summary>What the checks of a clusterer share: fresh clusterers, and libraries of experts of four kinds.</summary>
internal sealed class ClustererTrial(Func<IClusterer> create, ClustererConformanceOptions options)
{
    public const int Kinds = 4;
    public const int Count = 12;

    private static readonly LinearMap[] _maps =
        [.. Enumerable.Range(0, 6).Select(map => new LinearMap(FormattableString.Invariant($"layers.{map}.projection"), 12 + map, 10))];

    public ClustererConformanceOptions Options => options;

    public IClusterer Create() => create();

    /// <summary>A clusterer that is to find so many clusters.</summary>
    /// <exception cref="NotApplicableException">The number cannot be asked for.</exception>
    public IClusterer Create(int clusters) => (options.WithClusters ?? throw new NotApplicableException("the number of clusters cannot be asked for; if it can, say how in WithClusters."))(clusters);

    public static int KindOf(int expert) => expert % Kinds;

    /// <summary>Experts that are alike within their kind.</summary>
    public IReadOnlyList<TrialExpert> Experts(int rank = 3, int count = Count) => [.. Enumerable.Range(0, count).Select(expert => Expert(expert, rank))];

    public static TrialLibrary Library(IReadOnlyList<TrialExpert> experts, Action? onRead = null) => new(experts, _maps) { OnRead = onRead };

    /// <summary>The library with its maps in reverse.</summary>
    public static TrialLibrary LibraryInReverse(IReadOnlyList<TrialExpert> experts) =>
        new([.. experts.Select(expert => expert with { Factors = [.. expert.Factors.Reverse()] })], [.. _maps.Reverse()]);

    public async Task<Clustering> ClusterAsync(IExpertLibrary library, CancellationToken cancellationToken) =>
        await ClusterAsync(Create(), library, cancellationToken).ConfigureAwait(false);

    public async Task<Clustering> ClusterAsync(IClusterer clusterer, IExpertLibrary library, CancellationToken cancellationToken)
    {
        try
        {
            return await clusterer.ClusterAsync(library, options.Seed.Derive("clusterer"), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await Disposal.DisposeAsync(clusterer).ConfigureAwait(false);
        }
    }

    /// <summary>The clustering of experts; null where the clusterer refuses them.</summary>
    public async Task<(Clustering? Clustering, TesseraException? Refusal)> TryAsync(IClusterer clusterer, IExpertLibrary library, CancellationToken cancellationToken)
    {
        try
        {
            return (await ClusterAsync(clusterer, library, cancellationToken).ConfigureAwait(false), null);
        }
        catch (TesseraException refusal)
        {
            return (null, refusal);
        }
    }

    /// <summary>Everything that a clusterer found, as text.</summary>
    public static string Text(Clustering clustering) => ComparableText.Of(
        new { clustering.Assignment, Scores = clustering.Scores.OrderBy(score => score.Key, StringComparer.Ordinal), clustering.Similarity });

    private TrialExpert Expert(int expert, int rank)
    {
        var kind = KindOf(expert);
        return new TrialExpert(
            new ExpertInfo(FormattableString.Invariant($"expert-{expert}"), options.Metadata(expert, kind)),
            [.. _maps.Select((map, index) => (TrialFactors?)new TrialFactors(
                rank,
                Numbers(FormattableString.Invariant($"A {kind} {index}"), FormattableString.Invariant($"A of {expert} {index}"), rank * map.InputSize),
                Numbers(FormattableString.Invariant($"B {kind} {index}"), FormattableString.Invariant($"B of {expert} {index}"), map.OutputSize * rank)))]);
    }

    // What the kind has in common, and a little of one's own.
    private double[] Numbers(string common, string own, int count)
    {
        var (first, second) = (options.Seed.Derive(common).CreateRandom(), options.Seed.Derive(own).CreateRandom());
        return [.. Enumerable.Range(0, count).Select(_ => first.NextDouble() * 2 - 1 + (second.NextDouble() - 0.5) * 0.1)];
    }
}
