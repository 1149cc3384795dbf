using System.Text.RegularExpressions;

namespace Tessera.Adapters.Models.Tokenizers;

/// <summary>Finds the merges of a byte-level tokenizer in texts (arXiv 1508.07909): the commonest pair of neighbours within words merges, again and again.</summary>
internal static class BytePairTraining
{
    private const int Specials = 2;

    /// <summary>Trains a tokenizer.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="size">The most pieces, special ones and all bytes included.</param>
    /// <returns>The merges, the first first; fewer than there is room for where every word is one piece before.</returns>
    public static IReadOnlyList<(string Left, string Right)> FindMerges(IEnumerable<string> texts, int size)
    {
        var words = Count(texts);
        var merges = new List<(string, string)>();
        while (merges.Count < size - Specials - 256 && Commonest(words) is { } pair)
        {
            merges.Add(pair);
            foreach (var (pieces, _) in words) Merge(pieces, pair);
        }

        return merges;
    }

    private static List<(List<string> Pieces, long Count)> Count(IEnumerable<string> texts)
    {
        var cut = new Regex(TokenizerJson.Words, RegexOptions.CultureInvariant);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            foreach (var word in cut.EnumerateMatches(" " + text))
            {
                var written = (" " + text).Substring(word.Index, word.Length);
                counts[written] = counts.GetValueOrDefault(written) + 1;
            }
        }

        return [.. counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (ByteCharacters.Write(pair.Key).Select(letter => letter.ToString()).ToList(), pair.Value))];
    }

    private static (string Left, string Right)? Commonest(List<(List<string> Pieces, long Count)> words)
    {
        var counts = new Dictionary<(string Left, string Right), long>();
        foreach (var (pieces, count) in words)
        {
            for (var place = 0; place + 1 < pieces.Count; place++) counts[(pieces[place], pieces[place + 1])] = counts.GetValueOrDefault((pieces[place], pieces[place + 1])) + count;
        }

        // Equally common pairs merge in the order of their letters, so that the same texts give the same tokenizer everywhere.
        return counts.Count == 0 ? null : counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Left, StringComparer.Ordinal).ThenBy(pair => pair.Key.Right, StringComparer.Ordinal).First().Key;
    }

    private static void Merge(List<string> pieces, (string Left, string Right) pair)
    {
        for (var place = 0; place + 1 < pieces.Count; place++)
        {
            if (pieces[place] != pair.Left || pieces[place + 1] != pair.Right) continue;
            pieces[place] += pair.Right;
            pieces.RemoveAt(place + 1);
        }
    }
}
