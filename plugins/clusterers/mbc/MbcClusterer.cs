using System.Composition;
using Tessera.Clusterers.Similarity;
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
        library.RequireExperts();
        var count = library.Experts.Count;
        var (least, most) = options.Clusters > 0 ? (options.Clusters, options.Clusters)
            // There is nothing to find among one.
            : count == 1 ? (1, 1)
            : (options.Least, Math.Max(options.Least, Math.Min(options.Most, count - 1)));
        if (least > count)
            throw new TesseraException(Diagnostic.Error(
                "TESS5111", $"{least} clusters were asked for, and the library has {count} experts.", remedy: $"Set {(options.Clusters > 0 ? "clusters" : "least")} to {count} or less."));
        var similarity = ExpertSimilarity.Compute(library, options, cancellationToken);
        Clustering? best = null;
        for (var clusters = least; clusters <= most; clusters++)
        {
            var fit = KMeans.Fit(similarity, clusters, options.Restarts, seed.Derive("k-means").CreateRandom(), cancellationToken);
            var silhouette = Silhouette.Compute(similarity, fit.Assignment);
            // Of equally good numbers of clusters the least is taken.
            if (best is not null && silhouette <= best.Scores["silhouette"]) continue;
            best = new Clustering
            {
                Assignment = Numbering.ByFirstAppearance(fit.Assignment),
                Similarity = similarity,
                Scores = new Dictionary<string, double> { ["inertia"] = fit.Inertia, ["silhouette"] = silhouette },
            };
        }

        return best!;
    }
}
