using Tessera.Sdk.Tensors.Clustering;

namespace Tessera.Sdk.Testing.Clusterers;

/// <summary>What every clustering is, whatever the experts.</summary>
internal static class ClusteringForm
{
    public static string? FindFault(Clustering clustering, int experts) => FindAssignmentFault(clustering, experts) ?? FindNumberingFault(clustering) ?? FindScoreFault(clustering) ?? FindSimilarityFault(clustering, experts);

    /// <exception cref="NotApplicableException">The clustering has faults that other checks find; what is said of it beside would be noise.</exception>
    public static void Require(Clustering clustering, int experts)
    {
        if (FindFault(clustering, experts) is not null) throw new NotApplicableException("the usual clustering has faults that other checks tell; mend those first.");
    }

    public static string? FindAssignmentFault(Clustering clustering, int experts) =>
        clustering.Assignment.Count != experts ? $"{clustering.Assignment.Count} experts are assigned, and the library has {experts}. Give one cluster an expert, in the library's order." : null;

    public static string? FindNumberingFault(Clustering clustering)
    {
        var next = 0;
        foreach (var cluster in clustering.Assignment)
        {
            if (cluster < 0 || cluster > next)
                return $"the clusters are {string.Join(", ", clustering.Assignment)}. Number them from 0 by first appearance: the first expert is in 0, and each new cluster has the next number.";
            next = Math.Max(next, cluster + 1);
        }

        return null;
    }

    public static string? FindScoreFault(Clustering clustering) =>
        clustering.Scores.Where(score => string.IsNullOrWhiteSpace(score.Key) || !double.IsFinite(score.Value))
            .Select(score => FormattableString.Invariant($"'{score.Key}' is {score.Value}. Scores have names and are finite, as summaries are JSON; leave out what cannot be said.")).FirstOrDefault();

    public static string? FindSimilarityFault(Clustering clustering, int experts)
    {
        var similarity = clustering.Similarity;
        if (similarity.Count == 0) return null;
        if (similarity.Count != experts || similarity.Any(row => row.Count != experts)) return $"the similarity is {similarity.Count} rows of {similarity[0].Count}; each pair of {experts} experts is asked for, or nothing at all.";
        for (var one = 0; one < experts; one++)
        {
            for (var other = 0; other < experts; other++)
            {
                var value = similarity[one][other];
                if (!double.IsFinite(value)) return FormattableString.Invariant($"the similarity of experts {one} and {other} is {value}. Let an expert without a direction have the similarity 0.");
                if (Math.Abs(value - similarity[other][one]) > 1e-9) return $"expert {one} is not as similar to {other} as {other} is to {one}.";
            }
        }

        return null;
    }
}
