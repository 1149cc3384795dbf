namespace Tessera.Models.Ngram.Counts;

/// <summary>How often each word followed a history.</summary>
internal sealed class Followers
{
    private readonly Dictionary<int, int> _counts = [];

    public int Total { get; private set; }

    public int this[int word] => _counts.GetValueOrDefault(word);

    public void Add(int word)
    {
        _counts[word] = this[word] + 1;
        Total++;
    }
}
