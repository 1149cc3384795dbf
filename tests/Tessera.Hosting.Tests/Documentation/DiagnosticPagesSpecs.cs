using System.Text.RegularExpressions;

namespace Tessera.Hosting.Tests.Documentation;

/// <summary>Whoever reads an id in a message finds it explained. TESSERA_UPDATE_DOCS=1 writes the index anew.</summary>
public partial class DiagnosticPagesSpecs
{
    private const string IndexMark = "<!-- index: written by the tests of Tessera.Hosting when TESSERA_UPDATE_DOCS=1 -->\n";

    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "diagnostics");
    private static readonly string[] SourceFolders = ["sdk", "src", "plugins", "build"];
    private static readonly string[] SourceExtensions = [".cs", ".targets", ".props", ".py"];

    private static List<DiagnosticSection> Sections { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.md").Where(page => Path.GetFileName(page) != "README.md").SelectMany(DiagnosticSection.In).OrderBy(section => section.Id, StringComparer.Ordinal)];

    [Fact]
    public void Every_id_in_the_sources_is_explained_once()
    {
        var ids = IdsInSources();

        ids.Should().HaveCountGreaterThan(50);
        ids.Except(Sections.Select(section => section.Id)).Should().BeEmpty("each id needs a section in docs/diagnostics");
        Sections.GroupBy(section => section.Id).Where(group => group.Count() > 1).Select(group => group.Key).Should().BeEmpty("one section is enough");
    }

    [Fact]
    public void No_section_is_for_an_id_that_is_gone() =>
        Sections.Select(section => section.Id).Except(IdsInSources()).Should().BeEmpty("nothing reports them any more");

    [Fact]
    public void Every_section_says_what_it_means_shows_a_message_and_says_what_to_do()
    {
        foreach (var section in Sections)
        {
            var paragraphs = section.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(paragraph => paragraph.Trim('\n')).Where(paragraph => paragraph.Length > 0).ToList();
            var example = paragraphs.FindIndex(paragraph => paragraph.StartsWith("    ", StringComparison.Ordinal) && paragraph.Contains($"{section.Id}: ", StringComparison.Ordinal));
            example.Should().BePositive("{0} is to explain itself and then show a message", section.Id);
            paragraphs.Skip(example + 1).Should().Contain(paragraph => !paragraph.StartsWith(' '), "{0} is to say what to do", section.Id);
        }
    }

    [Fact]
    public void The_index_leads_to_every_section()
    {
        var path = Path.Combine(Folder, "README.md");
        var text = File.ReadAllText(path);
        var current = text[..(text.IndexOf(IndexMark, StringComparison.Ordinal) + IndexMark.Length)] + string.Concat(Sections.GroupBy(section => section.Page).Select(Chapter));

        if (Environment.GetEnvironmentVariable("TESSERA_UPDATE_DOCS") == "1") File.WriteAllText(path, current);
        else text.Should().Be(current, "the index is to name every section; run the tests with TESSERA_UPDATE_DOCS=1 to renew it");
    }

    private static string Chapter(IGrouping<string, DiagnosticSection> page)
    {
        var title = File.ReadLines(Path.Combine(Folder, page.Key)).First().Replace("# Diagnostics: ", "", StringComparison.Ordinal);
        return $"\n## [{char.ToUpperInvariant(title[0])}{title[1..]}]({page.Key})\n\n{string.Concat(page.Select(section => section.IndexLine + "\n"))}";
    }

    private static HashSet<string> IdsInSources() =>
    [
        .. SourceFolders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
            .Where(file => SourceExtensions.Contains(Path.GetExtension(file)) && !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(file => Id().Matches(File.ReadAllText(file)).Select(match => match.Value)),
    ];

    [GeneratedRegex("TESS[0-9]{4}")]
    private static partial Regex Id();
}
