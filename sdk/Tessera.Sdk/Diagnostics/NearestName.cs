namespace Tessera.Sdk.Diagnostics;

/// <summary>Finds what a person probably meant.</summary>
public static class NearestName
{
    /// <summary>Finds the existing name nearest to one that does not exist.</summary>
    /// <param name="name">The name that was written.</param>
    /// <param name="candidates">The names that exist.</param>
    /// <returns>
    /// The name with the least edit distance, case ignored, when it is near enough to be worth suggesting; otherwise null.
    /// Ties go to the first in ordinal order.
    /// </returns>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        if (name.Length > 200) return null;
        string? best = null;
        var bestDistance = Math.Max(2, name.Length / 3) + 1;
        foreach (var candidate in candidates.Order(StringComparer.Ordinal))
        {
            if (Math.Abs(candidate.Length - name.Length) >= bestDistance) continue;
            var distance = Distance(name, candidate);
            if (distance < bestDistance) (best, bestDistance) = (candidate, distance);
        }

        return best;
    }

    /// <summary>A sentence that suggests the nearest name, or lists what exists when nothing is near.</summary>
    /// <param name="name">The name that was written.</param>
    /// <param name="candidates">The names that exist.</param>
    /// <returns>The sentence; empty when nothing exists.</returns>
    public static string Suggest(string name, IEnumerable<string> candidates)
    {
        var known = candidates.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (Find(name, known) is { } nearest) return $"Did you mean '{nearest}'?";
        return known.Count switch
        {
            0 => "",
            <= 12 => $"What exists: {string.Join(", ", known)}.",
            _ => $"What exists: {string.Join(", ", known.Take(12))} and {known.Count - 12} more.",
        };
    }

    // Optimal string alignment: a swap of neighbours is the commonest slip and counts as one edit.
    private static int Distance(string left, string right)
    {
        var rows = new int[3][];
        for (var i = 0; i < 3; i++) rows[i] = new int[right.Length + 1];
        var (before, previous, current) = (rows[0], rows[1], rows[2]);
        for (var j = 0; j <= right.Length; j++) previous[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
