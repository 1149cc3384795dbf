using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Clusterers.Similarity;

/// <summary>The similarity of each pair of experts, without holding a library in memory.</summary>
internal static class ExpertSimilarity
{
    public static double[][] Compute(IExpertLibrary library, SimilarityOptions options, CancellationToken cancellationToken)
    {
        using var gram = options.On == ExpertVectors.Factors
            ? FactorGram.Compute(library, options.Sparsity, cancellationToken)
            : DeltaGram.Compute(library, cancellationToken);
        return CosineSimilarity.Compute(gram, options.Components);
    }
}
