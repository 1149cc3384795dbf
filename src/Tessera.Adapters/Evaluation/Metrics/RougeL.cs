namespace Tessera.Adapters.Evaluation.Metrics;

/// <summary>
/// Rouge-L of one text and one reference: the harmonic mean of the shares that their longest common subsequence of words has of each
/// (Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries", with β = 1). Words are runs of letters and digits, whatever their case, unstemmed.
/// </summary>
internal static class RougeL
{
    /// <returns>From 0, also where one of the texts has no words, to 1.</returns>
    public static double Of(string written, string answer)
    {
        var (given, wanted) = (Words(written), Words(answer));
        var common = LongestCommonSubsequence(given, wanted);
        // 2 P R / (P + R) with P = common / given and R = common / wanted.
        return common == 0 ? 0 : 2.0 * common / (given.Count + wanted.Count);
    }

    public static List<string> Words(string text)
    {
        var (words, start) = (new List<string>(), -1);
        for (var place = 0; place <= text.Length; place++)
        {
            var isWord = place < text.Length && char.IsLetterOrDigit(text[place]);
            if (isWord && start < 0) start = place;
            if (isWord || start < 0) continue;
            words.Add(text[start..place].ToUpperInvariant());
            start = -1;
        }

        return words;
    }

    // Row by row of the table of Wagner and Fischer (1974).
    private static int LongestCommonSubsequence(List<string> one, List<string> other)
    {
        var (before, current) = (new int[other.Count + 1], new int[other.Count + 1]);
        foreach (var word in one)
        {
            for (var place = 0; place < other.Count; place++) current[place + 1] = word == other[place] ? before[place] + 1 : Math.Max(before[place + 1], current[place]);
            (before, current) = (current, before);
        }

        return before[other.Count];
    }
}
