using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Hosting.Activation;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Locking;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Running;

/// <summary>Runs a pipeline in a folder, taking over every step that was done there before under the same key.</summary>
public static class PipelineRun
{
    /// <summary>Runs a pipeline.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="host">Creates the parts.</param>
    /// <param name="cancellationToken">Interrupts the run, which can be gone on with.</param>
    /// <returns>The summary, which is also in the run's folder. Steps that fail are told there and throw nothing.</returns>
    /// <exception cref="TesseraException">
    /// The folder cannot be written, or another process runs there; or other plugins are there than the pipeline is locked to (TESS3040)
    /// or the run was begun with (TESS4016), and <see cref="RunOptions.IgnoreLock"/> does not say that they will do.
    /// </exception>
    public static async Task<RunSummary> ExecuteAsync(Pipeline pipeline, RunOptions options, PluginHost host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(host);
        var locked = PipelineLock.Check(pipeline);
        if (locked is not null && !options.IgnoreLock) throw new TesseraException(locked);
        var folder = new RunFolder(options.Folder);
        await using var guard = await RunGuard.EnterAsync(folder, pipeline.Name).ConfigureAwait(false);
        if (!options.IgnoreLock && RunLock.Refuse(pipeline, folder) is { } other) throw new TesseraException(other);
        using var journal = new RunJournal(folder.JournalFile, options.Time);
        var events = new RunEvents(journal, options.Observer);
        var (started, began) = (options.Time.GetUtcNow(), Stopwatch.GetTimestamp());
        // The summary and the report of an earlier run must not be mistaken for this one's.
        File.Delete(folder.SummaryFile);
        folder.ForgetReport();
        var changes = options.WarnsOfOtherPlugins ? RunLock.Compare(pipeline, folder) : [];
        WriteDescription(pipeline, folder);
        events.RunStarted(pipeline.Name);
        if (locked is not null) events.Warned(locked with { Severity = DiagnosticSeverity.Warning, Remedy = null });
        foreach (var change in changes) events.Warned(change);

        await using var outputs = new StepOutputs(host);
        var runner = new StepRunner(pipeline, host, outputs, events);
        var results = await new StepScheduler(pipeline, folder, runner, events).RunAsync(options.Parallelism, cancellationToken).ConfigureAwait(false);
        var summary = new RunSummary
        {
            Pipeline = pipeline.Name,
            Status = StatusOf(results),
            Folder = folder.Root,
            Started = started,
            Seconds = Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 3),
            Steps = [.. results.Select(result => result with { Summary = null })],
            Warnings = events.Warnings,
            Lists = SummaryLists.Join(results),
        };
        DurableFile.Write(folder.SummaryFile, JsonSerializer.Serialize(summary, RunJson.Options) + "\n");
        events.RunEnded(summary.Status);
        return summary;
    }

    private static RunStatus StatusOf(IReadOnlyList<StepResult> results) =>
        results.Any(result => result.Status == StepStatus.Interrupted) ? RunStatus.Interrupted
        : results.All(result => result.Status == StepStatus.Succeeded) ? RunStatus.Succeeded
        : RunStatus.Failed;

    private static void WriteDescription(Pipeline pipeline, RunFolder folder)
    {
        var steps = new JsonObject(pipeline.Steps.Select(step => KeyValuePair.Create<string, JsonNode?>(step.Name, new JsonObject
        {
            ["uses"] = step.Part.QualifiedUses,
            ["with"] = step.Options.DeepClone(),
            ["after"] = new JsonArray([.. step.Dependencies.Select(name => (JsonNode)name)]),
        })));
        var description = new JsonObject { ["name"] = pipeline.Name, ["file"] = pipeline.File, ["steps"] = steps };
        DurableFile.Write(folder.PipelineFile, description.ToJsonString(RunJson.Options) + "\n");
        RunLock.Write(pipeline, folder);
    }
}
