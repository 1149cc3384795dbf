using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Clusterers.Similarity;

/// <summary>The similarity of each pair of experts, without holding a library in memory.</summary>
internal static class ExpertSimilarity
{
    public static double[][] Compute(IExpertLibrary library, SimilarityOptions options, CancellationToken cancellationToken)
    {
        using var gram = options.On switch
        {
            ExpertVectors.Factors => FactorGram.Compute(library, options.Sparsity, cancellationToken),
            ExpertVectors.Delta => DeltaGram.Compute(library, cancellationToken),
            _ => ReadsGram.Compute(library, cancellationToken),
        };
        return CosineSimilarity.Compute(gram, options.Components);
    }
}
