using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;

namespace Tessera.Tools.Grep;

/// <summary>Writes what a search found, as text and as data.</summary>
/// <param name="result">What it found.</param>
/// <param name="options">The bounds.</param>
internal sealed class GrepAnswer(SearchResult result, GrepOptions options)
{
    public Observation Write(string pattern, string? path)
    {
        var text = new StringBuilder(Header(pattern, path));
        var hasContext = result.Lines.Exists(line => !line.IsMatch);
        FoundLine? last = null;
        foreach (var line in result.Lines)
        {
            if (line.File != last?.File) text.Append(CultureInfo.InvariantCulture, $"\n\n=== {line.File} ===");
            else if (hasContext && line.Number > last.Number + 1) text.Append("\n  --");
            text.Append('\n').Append(FormattableString.Invariant($"{line.Number,4}{(line.IsMatch ? ':' : '-')} {Shortened(line.Text)}").TrimEnd());
            last = line;
        }

        foreach (var note in Notes()) text.Append("\n\n").Append(note);
        return new Observation(text.ToString(), result.TimedOut, new JsonObject
        {
            ["matches"] = result.IsEnough ? result.Shown : result.Matches,
            ["shown"] = result.Shown,
            ["files"] = result.Files,
            ["searched"] = result.Searched,
            ["complete"] = !result.TimedOut && !result.IsEnough,
        });
    }

    private string Header(string pattern, string? path)
    {
        if (result.Matches == 0) return $"No matches found for pattern '{Shortened(pattern)}' in {path ?? "repository"}.";
        if (result.IsEnough) return FormattableString.Invariant($"Showing first {Count(result.Shown, "match", "matches")}; there are more, which were not counted:");
        return result.Shown < result.Matches
            ? FormattableString.Invariant($"Showing first {result.Shown} of {Count(result.Matches, "match", "matches")} in {Count(result.Files, "file", "files")} (search limit reached):")
            : FormattableString.Invariant($"Found {Count(result.Matches, "match", "matches")}:");
    }

    private IEnumerable<string> Notes()
    {
        if (result.TimedOut) yield return FormattableString.Invariant($"error TESS4221: The search was ended after {options.TimeoutSeconds} seconds; there may be more. Narrow it by `path`.");
        if (result.Undecided > 0) yield return $"{Count(result.Undecided, "line", "lines")} took too long to match; a pattern without nested repetitions, back references and look-around always ends in time.";
        var skipped = new List<string>();
        if (result.Binary > 0) skipped.Add(Count(result.Binary, "binary file", "binary files"));
        if (result.TooLarge > 0) skipped.Add(Count(result.TooLarge, "file", "files") + FormattableString.Invariant($" of more than {options.MaxFileBytes} bytes"));
        if (result.Unreadable > 0) skipped.Add(Count(result.Unreadable, "unreadable file", "unreadable files"));
        // Of a search that ended early, it is chance which folders it had come to.
        if (result.UnreadableFolders > 0 && !result.IsEnough) skipped.Add(Count(result.UnreadableFolders, "unreadable folder", "unreadable folders"));
        if (skipped.Count > 0) yield return $"Not searched: {string.Join(", ", skipped)}.";
    }

    private string Shortened(string text)
    {
        if (text.Length <= options.MaxLineLength) return text;
        var end = char.IsHighSurrogate(text[options.MaxLineLength - 1]) ? options.MaxLineLength - 1 : options.MaxLineLength;
        return text[..end] + "...";
    }

    private static string Count(int number, string one, string many) => FormattableString.Invariant($"{number} {(number == 1 ? one : many)}");
}
