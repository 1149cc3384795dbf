namespace Tessera.Clusterers.Tests;

/// <summary>How far two groupings agree (Hubert and Arabie 1985): 1 for the same groups, about 0 for chance.</summary>
internal static class Agreement
{
    public static double AdjustedRandIndex(IReadOnlyList<int> left, IReadOnlyList<int> right)
    {
        static double Pairs(IEnumerable<int> sizes) => sizes.Sum(size => size * (size - 1) / 2.0);
        var together = Pairs(left.Zip(right).GroupBy(pair => pair).Select(group => group.Count()));
        var inLeft = Pairs(left.GroupBy(label => label).Select(group => group.Count()));
        var inRight = Pairs(right.GroupBy(label => label).Select(group => group.Count()));
        var byChance = inLeft * inRight / Pairs([left.Count]);
        return (together - byChance) / ((inLeft + inRight) / 2 - byChance);
    }
}
