using Tessera.Pipelines.Running;
using Tessera.Reports;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Output;

/// <summary>The page of a run. What renders it is loaded only when a run has ended.</summary>
internal static class ReportOutput
{
    /// <summary>Writes the page beside the summary.</summary>
    public static async Task WriteAsync(RunSummary summary, RunFolder folder) =>
        folder.WriteReport(await RunReport.RenderAsync(summary, folder.ReadOrigin()).ConfigureAwait(false));

    /// <summary>Writes the page, or says why there is none: the run is what it is, with or without a page.</summary>
    public static async Task<bool> TryWriteAsync(RunSummary summary, RunFolder folder)
    {
        try
        {
            await WriteAsync(summary, folder).ConfigureAwait(false);
            return true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            DiagnosticOutput.WriteText(Console.Error,
            [
                new Diagnostic("TESS1910", DiagnosticSeverity.Warning, $"The run's report could not be written: {failure.Message}", new SourceLocation(folder.ReportFile), "The run itself is not affected. Mend what the message names, and render it again with 'tessera runs report'."),
            ]);
            return false;
        }
    }
}
