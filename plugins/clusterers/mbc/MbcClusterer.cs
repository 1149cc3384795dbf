using System.Composition;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Clusterers.Mbc;

/// <summary>
/// Model-based clustering (Ostapenko et al. 2024, arXiv:2405.11157): experts are points, embedded by a truncated SVD,
/// compared by cosine, and grouped by k-means on the rows of the similarity matrix.
/// </summary>
/// <remarks>The SVD is had from the experts' Gram matrix, summed map by map: a library need not fit in memory.</remarks>
[Clusterer("mbc", Description = "Groups experts by the similarity of their weights.", Options = typeof(MbcOptions))]
[method: ImportingConstructor]
internal sealed class MbcClusterer(MbcOptions options) : IClusterer
{
    /// <inheritdoc/>
    public Task<Clustering> ClusterAsync(IExpertLibrary library, Seed seed, CancellationToken cancellationToken) =>
        Task.Run(() => Cluster(library, seed, cancellationToken), cancellationToken);

    private Clustering Cluster(IExpertLibrary library, Seed seed, CancellationToken cancellationToken)
    {
        var count = library.Experts.Count;
        if (options.Clusters > count)
            throw new TesseraException(Diagnostic.Error(
                "TESS5111", $"{options.Clusters} clusters were asked for, and the library has {count} experts.", remedy: $"Set clusters to {count} or less."));
        using var gram = options.On == ExpertVectors.Factors
            ? FactorGram.Compute(library, options.Sparsity, cancellationToken)
            : DeltaGram.Compute(library, cancellationToken);
        var similarity = CosineSimilarity.Compute(gram, options.Components);
        var best = KMeans.Fit(similarity, options.Clusters, options.Restarts, seed.Derive("k-means").CreateRandom(), cancellationToken);
        var assignment = NumberByFirstAppearance(best.Assignment);
        return new Clustering
        {
            Assignment = assignment,
            Similarity = similarity,
            Scores = new Dictionary<string, double> { ["inertia"] = best.Inertia, ["silhouette"] = Silhouette.Compute(similarity, assignment) },
        };
    }

    private static int[] NumberByFirstAppearance(int[] assignment)
    {
        var numbers = new Dictionary<int, int>();
        return Array.ConvertAll(assignment, cluster =>
        {
            if (!numbers.TryGetValue(cluster, out var number)) numbers[cluster] = number = numbers.Count;
            return number;
        });
    }
}
