using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Tessera.Pipelines.Running;
using Tessera.Sdk.Findings;

namespace Tessera.Reports.Tests;

/// <summary>Pages of runs, as a browser reads them.</summary>
internal static class Pages
{
    public static RunSummary Run(params StepResult[] steps) => new()
    {
        Pipeline = "modular",
        Status = steps.Any(step => step.Status == StepStatus.Failed) ? RunStatus.Failed : RunStatus.Succeeded,
        Folder = "/runs/modular",
        Started = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(2)),
        Seconds = 75.25,
        Steps = steps,
    };

    public static StepResult Step(params Finding[] findings) =>
        new() { Name = "look", Uses = "step/look", Status = StepStatus.Succeeded, Key = "k", Seconds = 1.5, Findings = findings };

    public static Task<string> RenderAsync(params Finding[] findings) => RunReport.RenderAsync(Run(Step(findings)), new RunOrigin());

    /// <summary>Reads a page as strictly as the standard lets a parser be: any mistake in it throws.</summary>
    public static IHtmlDocument Parse(string page) => new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(page);

    public static async Task<IHtmlDocument> ReadAsync(params Finding[] findings) => Parse(await RenderAsync(findings));

    /// <summary>The section of the only finding.</summary>
    public static async Task<IElement> FindingAsync(Finding finding) => (await ReadAsync(finding)).QuerySelector(".finding")!;

    public static IEnumerable<string> Texts(this IParentNode parent, string selector) => parent.QuerySelectorAll(selector).Select(element => element.TextContent.Trim());
}
