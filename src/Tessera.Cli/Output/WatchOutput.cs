using System.Globalization;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Running;
using Tessera.Pipelines.Watching;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Output;

/// <summary>Tells a person what a watch does: why it runs the pipeline again, how that ended, and what it waits for.</summary>
/// <param name="options">How a run is made.</param>
/// <param name="progress">Tells how a run goes.</param>
internal sealed class WatchOutput(Func<Pipeline, RunOptions> options, ProgressLines progress) : IWatchObserver, IDisposable
{
    private PartsOutput? _parts;
    private RunFolder? _folder;

    public RunOptions Begin(Pipeline pipeline, IReadOnlyList<WatchedChange> changes)
    {
        foreach (var change in changes) Console.Error.WriteLine(Line(change));
        var run = options(pipeline);
        _folder = new RunFolder(run.Folder);
        _parts = new PartsOutput(progress);
        return run;
    }

    public async Task EndAsync(RunSummary? summary)
    {
        Dispose();
        if (summary is null) return;
        SummaryOutput.Write(summary, _folder!);
        if (await ReportOutput.TryWriteAsync(summary, _folder!).ConfigureAwait(false)) Console.WriteLine($"Report: {_folder!.ReportFile}");
    }

    public void Tell(IReadOnlyList<Diagnostic> diagnostics) => DiagnosticOutput.WriteText(Console.Error, diagnostics);

    public void Wait(IReadOnlyList<string> subjects) => Console.Error.WriteLine($"Waiting for a change of {string.Join(", ", subjects)}. Ctrl-C ends.");

    public void Dispose()
    {
        _parts?.Dispose();
        _parts = null;
    }

    private static string Line(WatchedChange change)
    {
        if (change.Reload is not { } reload) return $"{change.Subject} changed: steps that it says otherwise, and what follows from them, are done anew.";
        var times = string.Create(CultureInfo.InvariantCulture, $"loaded in {reload.TotalMilliseconds:0} ms, {change.SinceWritten.TotalMilliseconds:0} ms after the last change of its files");
        return $"{change.Subject} was built anew: {times}. {string.Join(", ", change.Steps)} and what follows {(change.Steps.Count == 1 ? "is" : "are")} done anew.";
    }
}
