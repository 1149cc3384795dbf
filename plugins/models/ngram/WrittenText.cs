using System.Text;

namespace Tessera.Models.Ngram;

/// <summary>A text while it is written.</summary>
/// <param name="gap">What stands before the first word.</param>
/// <param name="stops">Texts that end it.</param>
internal sealed class WrittenText(string gap, IReadOnlyList<string> stops)
{
    private readonly StringBuilder _text = new();
    private readonly List<(int End, double LogProbability)> _words = [];
    private int? _cut;

    public int Count => _words.Count;

    public string Text => _text.ToString(0, _cut ?? _text.Length);

    /// <summary>The sum over the text's words; null where it is cut within a word.</summary>
    public double? LogProbability
    {
        get
        {
            var whole = _words.TakeWhile(word => word.End <= Text.Length).ToList();
            var isCutWithin = Text.AsSpan(whole.Count == 0 ? 0 : whole[^1].End).ContainsAnyExcept(' ');
            return isCutWithin ? null : whole.Sum(word => word.LogProbability);
        }
    }

    /// <summary>Adds a word.</summary>
    /// <returns>Whether the text has come to its end.</returns>
    public bool Add(string word, double logProbability)
    {
        _text.Append(Count == 0 ? gap : " ").Append(word);
        _words.Add((_text.Length, logProbability));
        var text = _text.ToString();
        var found = stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(place => place >= 0).ToList();
        if (found.Count > 0) _cut = found.Min();
        return _cut is not null;
    }
}
