namespace Tessera.Tools.Grep;

/// <summary>Brings what is found in many files at once into the order of the files.</summary>
/// <param name="result">Is given what was found, file by file.</param>
/// <param name="maxShown">How many matching lines are shown.</param>
/// <param name="enough">Is called when so many are found and no more are to be counted; null where all are.</param>
internal sealed class OrderedResults(SearchResult result, int maxShown, Action? enough)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, FileMatches> _early = [];
    private int _next;
    private volatile int _shown;

    /// <summary>How many more lines can be shown at most: with none left, lines are only counted.</summary>
    public int Room => maxShown - _shown;

    /// <summary>Adds what was found in a file.</summary>
    /// <param name="index">Which file it is, from 0.</param>
    /// <param name="file">What was found.</param>
    public void Add(int index, FileMatches file)
    {
        lock (_lock)
        {
            _early.Add(index, file);
            for (; !result.IsEnough && _early.Remove(_next, out var next); _next++)
            {
                result.Add(next, maxShown);
                result.IsEnough = enough is not null && result.Matches > maxShown;
            }

            _shown = result.Shown;
        }

        if (result.IsEnough) enough!();
    }

    /// <summary>Adds what waits for a file that will not come: the search was ended.</summary>
    public void Finish()
    {
        lock (_lock)
        {
            // What was found behind the last line that is shown is found by chance.
            foreach (var file in _early.Values) if (!result.IsEnough) result.Add(file, maxShown);
            _early.Clear();
        }
    }
}
