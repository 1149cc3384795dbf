namespace Tessera.Adapters.Grouping;

/// <summary>How far two groupings of the same things agree, whatever their groups are called.</summary>
internal static class Agreement
{
    /// <summary>
    /// The adjusted Rand index (Hubert and Arabie 1985): with n_ij things in group i of one and j of the other,
    /// (Σ C(n_ij, 2) - e) / ((Σ C(a_i, 2) + Σ C(b_j, 2)) / 2 - e), where e = Σ C(a_i, 2) Σ C(b_j, 2) / C(n, 2) is what chance gives.
    /// </summary>
    /// <returns>1 for the same groups, about 0 for chance, less for worse.</returns>
    public static double AdjustedRandIndex<TLeft, TRight>(IReadOnlyList<TLeft> left, IReadOnlyList<TRight> right)
    {
        static double Pairs(IEnumerable<int> sizes) => sizes.Sum(size => size * (size - 1) / 2.0);
        var together = Pairs(Sizes(left.Zip(right)));
        var (inLeft, inRight) = (Pairs(Sizes(left)), Pairs(Sizes(right)));
        var all = Pairs([left.Count]);
        var byChance = all == 0 ? 0 : inLeft * inRight / all;
        var most = (inLeft + inRight) / 2;
        // Both put everything together, or everything apart: they are the same.
        return most == byChance ? 1 : (together - byChance) / (most - byChance);
    }

    /// <summary>
    /// The mutual information of two groupings, Σ p_ij log(p_ij / (p_i p_j)), divided by the mean of their entropies (Vinh, Epps and Bailey 2010).
    /// </summary>
    /// <returns>From 0 for independent groups to 1 for the same ones. Unlike the adjusted Rand index it grows with the number of groups.</returns>
    public static double NormalizedMutualInformation<TLeft, TRight>(IReadOnlyList<TLeft> left, IReadOnlyList<TRight> right)
    {
        double Entropy(IEnumerable<int> sizes) => -sizes.Sum(size => (double)size / left.Count * Math.Log((double)size / left.Count));
        var (ofLeft, ofRight, ofBoth) = (Entropy(Sizes(left)), Entropy(Sizes(right)), Entropy(Sizes(left.Zip(right))));
        return ofLeft + ofRight == 0 ? 1 : Math.Clamp(2 * (ofLeft + ofRight - ofBoth) / (ofLeft + ofRight), 0, 1);
    }

    private static IEnumerable<int> Sizes<TGroup>(IEnumerable<TGroup> groups) => groups.GroupBy(group => group).Select(group => group.Count());
}
