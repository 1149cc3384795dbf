using System.Composition;
using Tessera.Clusterers.Similarity;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Clusterers.ByMetadata;

/// <summary>Puts experts together that have the same value of some metadata, such as their domain.</summary>
[Clusterer("by-metadata", Description = "Groups experts by what is known of them.", Options = typeof(ByMetadataOptions))]
[method: ImportingConstructor]
internal sealed class ByMetadataClusterer(ByMetadataOptions options) : IClusterer
{
    /// <inheritdoc/>
    public Task<Clustering> ClusterAsync(IExpertLibrary library, Seed seed, CancellationToken cancellationToken) =>
        Task.Run(() => Cluster(library, cancellationToken), cancellationToken);

    private Clustering Cluster(IExpertLibrary library, CancellationToken cancellationToken)
    {
        library.RequireExperts();
        var labels = library.Experts.Select(expert => expert.Metadata.GetValueOrDefault(options.Key)).ToList();
        if (labels.IndexOf(null) is >= 0 and var first)
        {
            var known = library.Experts.SelectMany(expert => expert.Metadata.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
            throw new TesseraException(Diagnostic.Error(
                "TESS5405", $"The expert '{library.Experts[first].Name}' and {labels.Count(label => label is null) - 1} others have no metadata '{options.Key}'.",
                remedy: known.Count == 0 ? "The experts have no metadata at all; use another clusterer." : $"Set key to metadata that every expert has; there are {string.Join(", ", known)}."));
        }

        var assignment = Numbering.ByFirstAppearance(labels.OfType<string>().ToList());
        var similarity = ExpertSimilarity.Compute(library, options, cancellationToken);
        return new Clustering
        {
            Assignment = assignment,
            Similarity = similarity,
            Scores = new Dictionary<string, double> { ["silhouette"] = Silhouette.Compute(similarity, assignment) },
        };
    }
}
