namespace Tessera.Sdk.Workspaces;

/// <summary>A pattern that is a name, a path or an ending, as most are: it is decided by comparing letters, many times faster than by an expression.</summary>
internal sealed class PlainPattern
{
    private readonly string _text;
    private readonly bool _isEnding;
    private readonly bool _isAnchored;

    private PlainPattern(string text, bool isEnding, bool isAnchored) => (_text, _isEnding, _isAnchored) = (text, isEnding, isAnchored);

    /// <summary>Reads a pattern without its mark for folders; null for one that is more than that.</summary>
    public static PlainPattern? Of(string pattern)
    {
        var isAnchored = pattern.Contains('/');
        var isEnding = pattern.Length > 1 && pattern[0] == '*' && !isAnchored;
        var text = isEnding || pattern[0] == '/' ? pattern[1..] : pattern;
        return text.Length > 0 && text.AsSpan().IndexOfAny("*?[\\") < 0 ? new PlainPattern(text, isEnding, isAnchored) : null;
    }

    /// <summary>Whether a path fits.</summary>
    public bool Fits(string path)
    {
        if (!path.EndsWith(_text, StringComparison.Ordinal)) return false;
        // An ending has no slash in it, so that it ends the last name.
        var before = path.Length - _text.Length;
        return _isEnding || before == 0 || (!_isAnchored && path[before - 1] == '/');
    }
}
