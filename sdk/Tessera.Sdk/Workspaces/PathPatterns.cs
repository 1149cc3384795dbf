using System.Text;
using System.Text.RegularExpressions;

namespace Tessera.Sdk.Workspaces;

/// <summary>A list of path patterns in the syntax of <c>.gitignore</c>: later patterns win, and <c>!</c> takes back.</summary>
/// <remarks>
/// A pattern with a slash at its beginning or within is anchored at the root of the paths; any other fits at every depth.
/// A slash at the end restricts it to folders. <c>*</c>, <c>?</c> and <c>[...]</c> never cross a slash; <c>**</c> does.
/// Source: gitignore(5).
/// </remarks>
public sealed class PathPatterns
{
    /// <summary>How many characters a pattern may have: a longer one could not be tried in time linear in the path.</summary>
    public const int LongestPattern = 2000;

    private readonly List<Rule> _rules = [];

    // A walk asks for a folder, then for what is in it: without this, deep folders would take time with the third power of their depth.
    private Answer? _last;

    /// <summary>Reads patterns.</summary>
    /// <param name="lines">One pattern each. Empty ones and those that begin with <c>#</c> are comments.</param>
    /// <param name="ignoreCase">Whether letters match regardless of case.</param>
    /// <exception cref="ArgumentException">A pattern is longer than <see cref="LongestPattern"/>.</exception>
    public PathPatterns(IEnumerable<string> lines, bool ignoreCase = false)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline;
        if (ignoreCase) options |= RegexOptions.IgnoreCase;
        foreach (var line in lines)
        {
            var pattern = WithoutTrailingSpaces(line.TrimEnd('\r', '\n'));
            if (pattern.Length == 0 || pattern[0] == '#') continue;
            if (pattern.Length > LongestPattern) throw new ArgumentException($"The pattern that begins with '{pattern[..40]}' is longer than {LongestPattern} characters.", nameof(lines));
            var takesBack = pattern[0] == '!';
            if (takesBack) pattern = pattern[1..];
            var foldersOnly = pattern.EndsWith('/');
            if (foldersOnly) pattern = pattern[..^1];
            if (pattern.Length == 0) continue;
            var plain = ignoreCase ? null : PlainPattern.Of(pattern);
            _rules.Add(new Rule(plain, plain is null ? new Regex(ToExpression(pattern), options) : null, takesBack, foldersOnly));
        }
    }

    /// <summary>What the patterns say of one path, its parents apart.</summary>
    /// <param name="path">The path from the root of the patterns, with forward slashes.</param>
    /// <param name="isFolder">Whether a folder stands there.</param>
    /// <returns>True where the last fitting pattern matches, false where it takes back, null where none fits.</returns>
    public bool? Decide(string path, bool isFolder)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (var i = _rules.Count - 1; i >= 0; i--)
        {
            if ((isFolder || !_rules[i].FoldersOnly) && _rules[i].Fits(path)) return !_rules[i].TakesBack;
        }

        return null;
    }

    /// <summary>Whether a path matches, or stands in a folder that does. As in git, nothing in a matched folder can be taken back.</summary>
    /// <param name="path">The path from the root of the patterns, with forward slashes.</param>
    /// <param name="isFolder">Whether a folder stands there.</param>
    /// <returns>Whether the path is covered.</returns>
    public bool Covers(string path, bool isFolder)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (_rules.Count == 0) return false;
        var folder = path.LastIndexOf('/');
        var last = _last;
        var covers = folder >= 0 && (last is not null && path.AsSpan(0, folder).SequenceEqual(last.Folder) ? last.IsCovered : CoversFoldersOf(path)) || Decide(path, isFolder) == true;
        if (isFolder) _last = new Answer(path, covers);
        return covers;
    }

    private bool CoversFoldersOf(string path)
    {
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (Decide(path[..slash], isFolder: true) == true) return true;
        }

        return false;
    }

    private static string WithoutTrailingSpaces(string line)
    {
        var trimmed = line.TrimEnd(' ');
        return trimmed.EndsWith('\\') && trimmed.Length < line.Length ? trimmed + " " : trimmed;
    }

    private static string ToExpression(string pattern)
    {
        var anchored = pattern.Contains('/');
        var expression = new StringBuilder(anchored ? "^" : "^(?:.*/)?");
        var i = pattern[0] == '/' ? 1 : 0;
        while (i < pattern.Length)
        {
            var rest = pattern.AsSpan(i);
            var atStart = i == 0 || pattern[i - 1] == '/';
            var stars = rest.Length - rest.TrimStart('*').Length;
            if (atStart && stars > 1 && rest.Length == stars) (expression, i) = (expression.Append(".+"), i + stars);
            else if (atStart && stars > 1 && rest[stars] == '/') (expression, i) = (expression.Append("(?:.*/)?"), i + stars + 1);
            else if (stars > 0) (expression, i) = (expression.Append("[^/]*"), i + stars);
            else if (rest[0] == '?') (expression, i) = (expression.Append("[^/]"), i + 1);
            else if (rest[0] == '[' && CharacterClass.Read(rest) is var (set, length)) (expression, i) = (expression.Append(set), i + length);
            else if (rest[0] == '\\' && rest.Length > 1) (expression, i) = (expression.Append(Regex.Escape(rest[1].ToString())), i + 2);
            else (expression, i) = (expression.Append(Regex.Escape(rest[0].ToString())), i + 1);
        }

        return expression.Append("\\z").ToString();
    }

    private sealed record Answer(string Folder, bool IsCovered);

    private sealed record Rule(PlainPattern? Plain, Regex? Expression, bool TakesBack, bool FoldersOnly)
    {
        public bool Fits(string path) => Plain?.Fits(path) ?? Expression!.IsMatch(path);
    }
}
