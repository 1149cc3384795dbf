namespace Tessera.Sdk.Testing.Clusterers;

/// <summary>Which experts are together, whatever numbers their clusters have.</summary>
internal static class Partition
{
    /// <summary>Says where two assignments of the same experts differ in who is with whom; null where they do not.</summary>
    /// <param name="expected">The clusters.</param>
    /// <param name="actual">The clusters in other circumstances.</param>
    /// <param name="when">The other circumstances.</param>
    public static string? FindDifference(IReadOnlyList<int> expected, IReadOnlyList<int> actual, string when)
    {
        if (expected.Count != actual.Count) return $"{when} {actual.Count} experts are assigned, not {expected.Count}.";
        for (var one = 0; one < expected.Count; one++)
        {
            for (var other = 0; other < one; other++)
            {
                var (before, after) = (expected[one] == expected[other], actual[one] == actual[other]);
                if (before != after) return $"experts {other} and {one} are {(before ? "together" : "apart")}, and {when} {(after ? "together" : "apart")}.";
            }
        }

        return null;
    }
}
