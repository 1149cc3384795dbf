using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;
using Tessera.Pipelines.Running;
using Tessera.Reports.Findings;
using Tessera.Reports.Pages;
using Tessera.Reports.Text;
using Tessera.Sdk.Findings;

namespace Tessera.Reports;

/// <summary>A run as a page that people look at: one file that needs nothing else.</summary>
public static class RunReport
{
    /// <summary>Renders a run.</summary>
    /// <param name="summary">How it ended.</param>
    /// <param name="origin">What it was done with.</param>
    /// <returns>The page, in HTML; the same for the same summary and origin, wherever and whenever it is rendered.</returns>
    public static async Task<string> RenderAsync(RunSummary summary, RunOrigin origin)
    {
        await using var renderer = new HtmlRenderer(new PageServices(), NullLoggerFactory.Instance);
        var findings = await renderer.Dispatcher.InvokeAsync(() => FindingsAsync(renderer, summary)).ConfigureAwait(false);
        var page = await RenderAsync<ReportPage>(renderer, new()
        {
            [nameof(ReportPage.Summary)] = summary,
            [nameof(ReportPage.Origin)] = origin,
            [nameof(ReportPage.Findings)] = findings,
        }).ConfigureAwait(false);
        return page + "\n";
    }

    // Findings are rendered one by one: one that cannot be shown does not take the others with it, and the page's size is known as it grows.
    private static async Task<IReadOnlyList<IReadOnlyList<MarkupString>>> FindingsAsync(HtmlRenderer renderer, RunSummary summary)
    {
        var (steps, characters) = (new List<IReadOnlyList<MarkupString>>(), 0L);
        foreach (var (number, step) in summary.Steps.Take(Bounds.Steps).Index())
        {
            var shown = new List<MarkupString>();
            foreach (var (index, finding) in step.Findings.Take(Bounds.Findings).Index())
            {
                var rendered = characters < Bounds.Page ? await RenderAsync(renderer, finding, $"step-{Numbers.Show(number + 1)}-{Numbers.Show(index + 1)}").ConfigureAwait(false) : "";
                if ((characters += rendered.Length) >= Bounds.Page) rendered = "";
                if (rendered.Length > 0) shown.Add(new MarkupString(rendered));
            }

            if (shown.Count < step.Findings.Count)
                shown.Add(new MarkupString($"<p class=\"note\">{Cells.Plural(step.Findings.Count - shown.Count, "finding is", "findings are")} left out, as the page would grow too large. All of them stand in summary.json.</p>"));
            steps.Add(shown);
        }

        return steps;
    }

    private static async Task<string> RenderAsync(HtmlRenderer renderer, Finding finding, string id)
    {
        try
        {
            return await RenderAsync<FindingView>(renderer, new() { [nameof(FindingView.Finding)] = finding, [nameof(FindingView.Id)] = id }).ConfigureAwait(false);
        }
        catch (Exception unfit) when (unfit is not OutOfMemoryException)
        {
            // Whatever a step handed over that does not fit together: rows without names, nothing where there must be something.
            return await RenderAsync<UnfitFinding>(renderer, new() { [nameof(UnfitFinding.Title)] = finding?.Title, [nameof(UnfitFinding.Reason)] = unfit.Message, [nameof(UnfitFinding.Id)] = id }).ConfigureAwait(false);
        }
    }

    private static Task<string> RenderAsync<T>(HtmlRenderer renderer, Dictionary<string, object?> parameters) where T : IComponent => renderer.Dispatcher.InvokeAsync(async () =>
        (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters)).ConfigureAwait(false)).ToHtmlString());
}
