using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tessera.Cli.Output;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Running;
using Tessera.Pipelines.Watching;

namespace Tessera.Cli.Commands;

/// <summary>tessera run: runs a pipeline, or goes on with it.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var pipeline = new PipelineArguments();
        var output = new Option<string?>("--out") { Description = "The run's folder. Default: runs/NAME, where NAME is the pipeline's.", HelpName = "folder" }.NotEmpty();
        var parallel = new Option<int?>("--parallel") { Description = "How many steps may run side by side. Default: the number of processors.", HelpName = "count", CustomParser = Refusals.ReadCount };
        var ignoreLock = new Option<bool>("--ignore-lock") { Description = "Run with the plugins that are there, though the pipeline is locked to others or the run was begun with others." };
        var command = pipeline.AddTo(new TeachingCommand(
            "run", "Runs a pipeline. Steps that were done before are reused; an interrupted run goes on where it stopped.",
            "tessera run samples/quickstart.yaml", "tessera run my.yaml --set model=models/tiny --out runs/tiny", "tessera run my.yaml --json > summary.json",
            "tessera run my.yaml --watch --plugins Acme.Tools/bin/Debug/net10.0"));
        var watch = new Option<bool>("--watch") { Description = "Stay, and run again when the pipeline's file changes, or the build of a plugin that it uses in a folder given with --plugins." };
        command.Options.Add(output);
        command.Options.Add(parallel);
        command.Options.Add(ignoreLock);
        command.Options.Add(watch);
        command.Validators.Add(result =>
        {
            if (result.GetValue(watch) && result.GetValue(CommonOptions.Json)) result.AddError("--json writes one document, and --watch never ends: give one of them.");
        });
        command.SetAction(async (parsed, _) =>
        {
            var json = parsed.GetValue(CommonOptions.Json);
            var progress = json ? null : new ProgressLines(Console.Error, TimeProvider.System);
            RunOptions OptionsFor(Pipeline valid) => new()
            {
                Folder = parsed.GetValue(output) ?? RunFolder.DefaultFor(valid.Name),
                Parallelism = parsed.GetValue(parallel) ?? Environment.ProcessorCount,
                IgnoreLock = parsed.GetValue(ignoreLock),
                Observer = progress,
            };
            if (parsed.GetValue(watch))
            {
                using var told = new WatchOutput(valid => OptionsFor(valid) with { WarnsOfOtherPlugins = false, IgnoreLock = true }, progress!);
                return await WatchAsync(pipeline.Watch(parsed), told).ConfigureAwait(false);
            }

            var catalog = parsed.Discover();
            var loaded = pipeline.Load(parsed, catalog);
            if (loaded.Pipeline is not { } valid) return DiagnosticOutput.Report(loaded.Diagnostics, json);
            var options = OptionsFor(valid);
            return await ReportAsync(await RunAsync(valid, options, catalog, progress).ConfigureAwait(false), new RunFolder(options.Folder), json).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> WatchAsync(WatchOptions options, WatchOutput output)
    {
        if (!File.Exists(options.File)) return DiagnosticOutput.Report(PipelineLoader.Load(options.File, options.Overrides, PluginCatalog.Discover([])).Diagnostics, json: false);
        using var interruption = new Interruption("The watch ends. What is done is kept. Ctrl-C again ends at once.");
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new ErrorStreamLogger()));
        await PipelineWatch.RunAsync(options with { Loggers = loggers }, output, interruption.Token).ConfigureAwait(false);
        return ExitCodes.Interrupted;
    }

    private static async Task<RunSummary> RunAsync(Pipeline pipeline, RunOptions options, PluginCatalog catalog, ProgressLines? progress)
    {
        using var output = new PartsOutput(progress);
        using var interruption = new Interruption();
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new ErrorStreamLogger()));
        await using var host = new PluginHost(catalog, loggers, options.Time);
        return await PipelineRun.ExecuteAsync(pipeline, options, host, interruption.Token).ConfigureAwait(false);
    }

    private static async Task<int> ReportAsync(RunSummary summary, RunFolder folder, bool json)
    {
        if (json) JsonOutput.Write(writer => JsonSerializer.Serialize(writer, summary, RunJson.Options));
        else SummaryOutput.Write(summary, folder);
        if (await ReportOutput.TryWriteAsync(summary, folder).ConfigureAwait(false) && !json) Console.WriteLine($"Report: {folder.ReportFile}");
        return summary.Status switch
        {
            RunStatus.Succeeded => ExitCodes.Success,
            RunStatus.Interrupted => ExitCodes.Interrupted,
            _ => ExitCodes.Failed,
        };
    }
}
