using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Running;

/// <summary>The folder that keeps a run.</summary>
public sealed class RunFolder
{
    /// <summary>Names a run's folder.</summary>
    /// <param name="path">The folder; it need not exist.</param>
    public RunFolder(string path) => Root = Path.GetFullPath(path);

    /// <summary>The folder, absolute.</summary>
    public string Root { get; }

    /// <summary>The summary that scripts read.</summary>
    public string SummaryFile => Path.Combine(Root, "summary.json");

    /// <summary>What happened, one event a line.</summary>
    public string JournalFile => Path.Combine(Root, "journal.jsonl");

    /// <summary>The page that people look at.</summary>
    public string ReportFile => Path.Combine(Root, "report.html");

    internal string LockFile => Path.Combine(Root, "lock.json");

    internal string PipelineFile => Path.Combine(Root, "pipeline.json");

    internal string GuardFile => Path.Combine(Root, ".running");

    internal string StepsFolder => Path.Combine(Root, "steps");

    /// <summary>The folder where a step keeps its files.</summary>
    /// <param name="step">The step's name.</param>
    /// <returns>The folder; it need not exist.</returns>
    public string FilesOf(string step) => new StepFolder(Path.Combine(StepsFolder, step)).Files;

    /// <summary>The names of the steps that left something in the run.</summary>
    /// <returns>The names, in ordinal order.</returns>
    public IReadOnlyList<string> StepNames() =>
        Directory.Exists(StepsFolder) ? [.. Directory.EnumerateDirectories(StepsFolder).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)] : [];

    /// <summary>The folder where a run of a pipeline goes unless it is told another.</summary>
    /// <param name="pipeline">The pipeline's name.</param>
    /// <returns><c>runs/NAME</c> below the current folder.</returns>
    public static string DefaultFor(string pipeline) => Path.Combine("runs", pipeline);

    /// <summary>Finds the runs below a folder.</summary>
    /// <param name="folder">The folder, such as <c>runs</c>.</param>
    /// <returns>The runs, sorted by name; none where the folder does not exist.</returns>
    public static IReadOnlyList<RunFolder> List(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Select(path => new RunFolder(path))
            .Where(run => File.Exists(run.SummaryFile) || File.Exists(run.JournalFile)),
    ];

    /// <summary>Finds out how things stand with the run.</summary>
    /// <returns>The summary where there is one, otherwise why there is none. A damaged run is a state, never an exception.</returns>
    public RunInspection Inspect() => RunInspection.Of(this);

    /// <summary>Reads the summary.</summary>
    /// <returns>The summary; null where the run did not come to writing one, because it still runs or was killed.</returns>
    /// <exception cref="TesseraException">The file cannot be read, or is no summary.</exception>
    public RunSummary? ReadSummary()
    {
        if (!File.Exists(SummaryFile)) return null;
        try
        {
            var summary = JsonSerializer.Deserialize<RunSummary>(File.ReadAllBytes(SummaryFile), RunJson.Strict);
            return summary is not null && !summary.Steps.Contains(null!) ? summary : throw new JsonException("Something that a summary needs is null.");
        }
        catch (FileNotFoundException)
        {
            // The pipeline was begun anew in this moment.
            return null;
        }
        catch (Exception unfit) when (unfit is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new TesseraException(Diagnostic.Error("TESS4005", $"The summary cannot be read: {unfit.Message}", new SourceLocation(SummaryFile), "Run the pipeline again; finished steps are reused."), unfit);
        }
    }

    /// <summary>Reads what the run was done with.</summary>
    /// <returns>What its description and its lock tell; empty where they are missing or damaged.</returns>
    public RunOrigin ReadOrigin() => RunOrigin.Of(this);

    /// <summary>Puts a page in the place of <see cref="ReportFile"/>, all at once.</summary>
    /// <param name="page">The page, in HTML.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be written.</exception>
    public void WriteReport(string page) => DurableFile.Write(ReportFile, page);

    /// <summary>Removes the page of an earlier run.</summary>
    internal void ForgetReport()
    {
        try
        {
            File.Delete(ReportFile);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Whoever writes the next page says what is in its place; no run fails for its page.
        }
    }

    /// <summary>The name of the pipeline that ran here; null where that cannot be read.</summary>
    internal string? ReadPipelineName()
    {
        try
        {
            return File.Exists(PipelineFile) && JsonNode.Parse(File.ReadAllBytes(PipelineFile)) is JsonObject described && described["name"] is JsonValue name && name.TryGetValue<string>(out var text) ? text : null;
        }
        catch (Exception unfit) when (unfit is JsonException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
