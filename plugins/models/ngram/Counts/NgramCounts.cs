namespace Tessera.Models.Ngram.Counts;

/// <summary>The words of some texts, and how often each of them follows which others.</summary>
/// <remarks>Words are numbered by their spelling; the end of a text, number 0, is a word like others.</remarks>
internal sealed class NgramCounts
{
    public const int End = 0;

    /// <summary>Stands for every word that the texts do not have.</summary>
    public const int Unknown = -1;

    private const int Begin = -2;

    private readonly Dictionary<string, Followers> _followers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers;
    private readonly int _order;

    public NgramCounts(IReadOnlyList<string[]> texts, int order, string contentHash)
    {
        (_order, ContentHash) = (order, contentHash);
        Words = ["", .. texts.SelectMany(text => text).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _numbers = Words.Index().Skip(1).ToDictionary(word => word.Item, word => word.Index, StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var history = HistoryOf([]);
            foreach (var number in text.Select(word => _numbers[word]).Append(End))
            {
                for (var length = 0; length < order; length++) Count(Key(history, length), number);
                history.Add(number);
            }
        }
    }

    /// <summary>The words by their numbers, the end of a text among them.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>What decides every count: the hash of the texts.</summary>
    public string ContentHash { get; }

    public int NumberOf(string word) => _numbers.GetValueOrDefault(word, Unknown);

    /// <summary>The numbers of a text's first words, what stands before the text among them.</summary>
    public List<int> HistoryOf(IEnumerable<string> words) => [.. Enumerable.Repeat(Begin, _order - 1), .. words.Select(NumberOf)];

    /// <summary>What followed the last words of a history; null where nothing did.</summary>
    public Followers? After(List<int> history, int length) => _followers.GetValueOrDefault(Key(history, length));

    private static string Key(List<int> history, int length) => string.Join(' ', history.Skip(history.Count - length));

    private void Count(string key, int number)
    {
        if (!_followers.TryGetValue(key, out var followers)) _followers[key] = followers = new Followers();
        followers.Add(number);
    }
}
