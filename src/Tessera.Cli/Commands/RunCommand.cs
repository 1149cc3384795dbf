using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tessera.Cli.Output;
using Tessera.Hosting.Activation;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Running;

namespace Tessera.Cli.Commands;

/// <summary>tessera run: runs a pipeline, or goes on with it.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var pipeline = new PipelineArguments();
        var output = new Option<string?>("--out") { Description = "The run's folder. Default: runs/NAME, where NAME is the pipeline's.", HelpName = "folder" };
        var parallel = new Option<int?>("--parallel") { Description = "How many steps may run side by side. Default: the number of processors.", HelpName = "count" };
        var command = pipeline.AddTo(new Command("run", "Runs a pipeline. Steps that were done before are reused; an interrupted run goes on where it stopped.\n\nExamples:\n  tessera run samples/quickstart.yaml\n  tessera run my.yaml --set model=models/tiny --out runs/tiny\n  tessera run my.yaml --json > summary.json"));
        command.Options.Add(output);
        command.Options.Add(parallel);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var json = parsed.GetValue(CommonOptions.Json);
            var catalog = parsed.Discover();
            var loaded = pipeline.Load(parsed, catalog);
            if (loaded.Pipeline is not { } valid) return DiagnosticOutput.Report(loaded.Diagnostics, json);
            var options = new RunOptions
            {
                Folder = parsed.GetValue(output) ?? RunFolder.DefaultFor(valid.Name),
                Parallelism = parsed.GetValue(parallel) ?? Environment.ProcessorCount,
                Observer = json ? null : new ProgressLines(Console.Error),
            };
            return await RunAsync(valid, options, json, catalog, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(Pipeline pipeline, RunOptions options, bool json, Hosting.Catalog.PluginCatalog catalog, CancellationToken cancellationToken)
    {
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new ErrorStreamLogger()));
        await using var host = new PluginHost(catalog, loggers, options.Time);
        var summary = await PipelineRun.ExecuteAsync(pipeline, options, host, cancellationToken).ConfigureAwait(false);
        if (json) Console.WriteLine(JsonSerializer.Serialize(summary, RunJson.Options));
        else SummaryOutput.Write(summary);
        return summary.Status switch
        {
            RunStatus.Succeeded => ExitCodes.Success,
            RunStatus.Interrupted => ExitCodes.Interrupted,
            _ => ExitCodes.Failed,
        };
    }
}
