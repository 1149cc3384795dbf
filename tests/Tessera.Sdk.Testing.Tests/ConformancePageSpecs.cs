using System.Text;
using Tessera.Sdk.Testing.Routers;
using Tessera.Sdk.Testing.Tools;

namespace Tessera.Sdk.Testing.Tests;

/// <summary>docs/conformance.md lists what the kits ask. TESSERA_UPDATE_DOCS=1 renews it.</summary>
public class ConformancePageSpecs
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "conformance.md");

    [Theory]
    [InlineData("tools")]
    [InlineData("routers")]
    public void The_page_lists_every_check(string kit)
    {
        var text = File.ReadAllText(Page);
        var (begin, end) = ($"<!-- checks: {kit} -->\n", "\n<!-- end -->");
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf(end, from, StringComparison.Ordinal);
        var table = new StringBuilder("| id | what is asked |\n|---|---|");
        foreach (var (id, title) in kit == "tools" ? ToolConformance.Checks : RouterConformance.Checks) table.Append("\n| ").Append(id).Append(" | ").Append(title).Append(" |");

        if (Environment.GetEnvironmentVariable("TESSERA_UPDATE_DOCS") == "1") File.WriteAllText(Page, text[..from] + table + text[to..]);
        else text[from..to].Should().Be(table.ToString(), "run the tests with TESSERA_UPDATE_DOCS=1 to renew the page");
    }
}
