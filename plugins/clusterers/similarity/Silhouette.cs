namespace Tessera.Clusterers.Similarity;

/// <summary>
/// How much nearer experts are to their own cluster than to the next one (Rousseeuw 1987), from -1 to 1, with 1 - cosine as distance:
/// the mean of (b - a) / max(a, b), a the mean distance within the expert's cluster, b the least mean distance to another.
/// An expert that is alone in its cluster counts as 0.
/// </summary>
internal static class Silhouette
{
    public static double Compute(double[][] similarity, int[] assignment)
    {
        var clusters = assignment.Max() + 1;
        if (clusters < 2) return 0;
        return Enumerable.Range(0, assignment.Length).Average(expert => Of(expert, similarity[expert], assignment, clusters));
    }

    private static double Of(int expert, double[] similarity, int[] assignment, int clusters)
    {
        var (sums, sizes) = (new double[clusters], new int[clusters]);
        for (var other = 0; other < assignment.Length; other++)
        {
            if (other == expert) continue;
            sums[assignment[other]] += 1 - similarity[other];
            sizes[assignment[other]]++;
        }

        var own = assignment[expert];
        if (sizes[own] == 0) return 0;
        var inside = sums[own] / sizes[own];
        var outside = Enumerable.Range(0, clusters).Where(cluster => cluster != own && sizes[cluster] > 0).Min(cluster => sums[cluster] / sizes[cluster]);
        var larger = Math.Max(inside, outside);
        return larger > 0 ? (outside - inside) / larger : 0;
    }
}
