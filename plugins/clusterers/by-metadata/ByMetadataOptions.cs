using Tessera.Clusterers.Similarity;

namespace Tessera.Clusterers.ByMetadata;

/// <summary>Options of <c>clusterer/by-metadata</c>. How experts are compared matters to the silhouette alone.</summary>
internal sealed class ByMetadataOptions : SimilarityOptions
{
    /// <summary>The name of the metadata whose values are the clusters; every expert has it.</summary>
    public required string Key { get; set; }
}
