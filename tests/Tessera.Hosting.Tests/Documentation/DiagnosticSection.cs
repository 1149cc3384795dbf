using System.Text.RegularExpressions;

namespace Tessera.Hosting.Tests.Documentation;

/// <summary>What a page says of one id.</summary>
/// <param name="Page">The page's file name.</param>
/// <param name="Id">The id.</param>
/// <param name="Title">What the heading says after the id.</param>
/// <param name="Text">What stands below the heading.</param>
internal sealed partial record DiagnosticSection(string Page, string Id, string Title, string Text)
{
    /// <summary>The line of the index that leads to the section.</summary>
    public string IndexLine => $"- [{Id}]({Page}#{Anchor}) {Title}";

    // Made as GitHub makes it: lower case, spaces to hyphens, punctuation left out.
    private string Anchor => NotInAnchors().Replace($"{Id} — {Title}".ToLowerInvariant(), "").Replace(' ', '-');

    public static IEnumerable<DiagnosticSection> In(string page) =>
        Section().Matches(File.ReadAllText(page)).Select(match => new DiagnosticSection(
            Path.GetFileName(page), match.Groups["id"].Value, match.Groups["title"].Value, match.Groups["text"].Value));

    [GeneratedRegex(@"^## (?<id>TESS\d{4}) — (?<title>.+)\n(?<text>(?:(?!## ).*\n?)*)", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"[^\p{L}\p{N}\s_-]")]
    private static partial Regex NotInAnchors();
}
