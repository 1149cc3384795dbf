using System.Composition;
using Tessera.Clusterers.Similarity;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Clusterers.Random;

/// <summary>Shuffles experts and deals them to clusters whose sizes differ by one at most: what any other clusterer has to beat.</summary>
[Clusterer("random", Description = "Groups experts at random, into clusters of equal size.", Options = typeof(RandomOptions))]
[method: ImportingConstructor]
internal sealed class RandomClusterer(RandomOptions options) : IClusterer
{
    /// <inheritdoc/>
    public Task<Clustering> ClusterAsync(IExpertLibrary library, Seed seed, CancellationToken cancellationToken) =>
        Task.Run(() => Cluster(library, seed, cancellationToken), cancellationToken);

    private Clustering Cluster(IExpertLibrary library, Seed seed, CancellationToken cancellationToken)
    {
        library.RequireExperts();
        var count = library.Experts.Count;
        if (options.Clusters > count)
            throw new TesseraException(Diagnostic.Error(
                "TESS5111", $"{options.Clusters} clusters were asked for, and the library has {count} experts.", remedy: $"Set clusters to {count} or less."));
        int[] experts = [.. Enumerable.Range(0, count)];
        seed.Derive("shuffle").CreateRandom().Shuffle(experts);
        var dealt = new int[count];
        for (var place = 0; place < count; place++) dealt[experts[place]] = place % options.Clusters;
        var assignment = Numbering.ByFirstAppearance(dealt);
        var similarity = ExpertSimilarity.Compute(library, options, cancellationToken);
        return new Clustering
        {
            Assignment = assignment,
            Similarity = similarity,
            Scores = new Dictionary<string, double> { ["silhouette"] = Silhouette.Compute(similarity, assignment) },
        };
    }
}
