using System.CommandLine;
using System.Text.Json;
using Tessera.Cli.Output;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Locking;
using Tessera.Pipelines.Running;

namespace Tessera.Cli.Commands;

/// <summary>tessera lock: pins the plugins that a pipeline is run with. Loads and runs nothing.</summary>
internal static class LockCommand
{
    public static Command Create()
    {
        var pipeline = new PipelineArguments();
        var command = pipeline.AddTo(new TeachingCommand(
            "lock", "Pins a pipeline's plugins, by version and hash, in a file beside it: the pipeline then runs with these alone.",
            "tessera lock my.yaml", "tessera run my.yaml --ignore-lock"));
        command.SetAction(parsed =>
        {
            var json = parsed.GetValue(CommonOptions.Json);
            var loaded = pipeline.Load(parsed, parsed.Discover());
            if (loaded.Pipeline is not { } valid) return DiagnosticOutput.Report(loaded.Diagnostics, json);
            var changes = PipelineLock.Write(valid);
            if (json) WriteJson(valid, changes);
            else WriteText(valid, changes);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void WriteText(Pipeline pipeline, IReadOnlyList<PluginDifference> changes)
    {
        Console.WriteLine($"{PipelineLock.FileOf(pipeline.File)} pins {string.Join(", ", pipeline.Plugins.Select(plugin => plugin.Id))}");
        if (changes.Count == 0) return;
        var columns = new TextColumns("PLUGIN", "BEFORE", "NOW");
        foreach (var change in changes) columns.Add(change.Present.Id, PluginDifference.Describe(change.Pinned), PluginDifference.Describe(change.Present));
        columns.Write(Console.Out);
    }

    private static void WriteJson(Pipeline pipeline, IReadOnlyList<PluginDifference> changes) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", "locked");
        writer.WriteString("file", PipelineLock.FileOf(pipeline.File));
        writer.WritePropertyName("changes");
        JsonSerializer.Serialize(writer, changes, RunJson.Options);
        writer.WriteEndObject();
    });
}
