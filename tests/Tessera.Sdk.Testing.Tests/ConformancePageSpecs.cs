using System.Text;
using Tessera.Sdk.Testing.Agents;
using Tessera.Sdk.Testing.Clusterers;
using Tessera.Sdk.Testing.Losses;
using Tessera.Sdk.Testing.Models;
using Tessera.Sdk.Testing.Optimizers;
using Tessera.Sdk.Testing.Routers;
using Tessera.Sdk.Testing.Steps;
using Tessera.Sdk.Testing.Terminals;
using Tessera.Sdk.Testing.Tools;
using Tessera.Sdk.Testing.ToolSources;
using Tessera.Unloading;

namespace Tessera.Sdk.Testing.Tests;

/// <summary>docs/conformance.md lists what the kits ask. TESSERA_UPDATE_DOCS=1 renews it.</summary>
public class ConformancePageSpecs
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "conformance.md");

    private static readonly Dictionary<string, IReadOnlyList<(string Id, string Title)>> Kits = new()
    {
        ["tools"] = ToolConformance.Checks,
        ["routers"] = RouterConformance.Checks,
        ["clusterers"] = ClustererConformance.Checks,
        ["optimizers"] = PromptOptimizerConformance.Checks,
        ["steps"] = StepConformance.Checks,
        ["models"] = LanguageModelConformance.Checks,
        ["agents"] = AgentConformance.Checks,
        ["tool sources"] = ToolSourceConformance.Checks,
        ["terminals"] = TerminalConformance.Checks,
        ["losses"] = LossConformance.Checks,
    };

    public static TheoryData<string> Names => [.. Kits.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_lists_every_check(string kit)
    {
        var table = new StringBuilder("| id | what is asked |\n|---|---|");
        foreach (var (id, title) in Kits[kit]) table.Append("\n| ").Append(id).Append(" | ").Append(title).Append(" |");

        RequireOnPage($"<!-- checks: {kit} -->\n", table.ToString());
    }

    [Fact]
    public void The_page_lists_every_call_that_holds_a_plugin()
    {
        var table = new StringBuilder("| call | what holds on to the plugin | what to do |\n|---|---|---|");
        foreach (var api in PinningApis.All) table.Append("\n| ").Append(api.Name).Append(" | ").Append(api.Reason).Append(" | ").Append(api.Remedy).Append(" |");

        RequireOnPage("<!-- calls that hold -->\n", table.ToString());
    }

    private static void RequireOnPage(string begin, string table)
    {
        const string end = "\n<!-- end -->";
        var text = File.ReadAllText(Page);
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf(end, from, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("TESSERA_UPDATE_DOCS") == "1") File.WriteAllText(Page, text[..from] + table + text[to..]);
        else text[from..to].Should().Be(table, "run the tests with TESSERA_UPDATE_DOCS=1 to renew the page");
    }
}
