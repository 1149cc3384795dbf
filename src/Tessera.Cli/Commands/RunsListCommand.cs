using System.CommandLine;
using System.Globalization;
using Tessera.Cli.Output;
using Tessera.Pipelines.Running;

namespace Tessera.Cli.Commands;

/// <summary>tessera runs list: the runs of a folder, those without an end included.</summary>
internal static class RunsListCommand
{
    public static Command Create()
    {
        var command = new TeachingCommand(
            "list", "Lists the runs and how they ended.",
            "tessera runs list", "tessera runs list --in other/runs --json");
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(RunsCommand.Folder)!;
            var runs = RunFolder.List(folder).Select(run => run.Inspect()).ToList();
            if (parsed.GetValue(CommonOptions.Json)) WriteJson(runs);
            else if (runs.Count == 0) Console.Error.WriteLine($"There are no runs in {folder}.");
            else WriteText(runs);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void WriteText(List<RunInspection> runs)
    {
        var columns = new TextColumns("RUN", "PIPELINE", "STATUS", "STARTED", "SECONDS");
        foreach (var run in runs)
            columns.Add(
                Path.GetFileName(run.Folder.Root), run.Summary?.Pipeline ?? "-", Words.For(run.State),
                run.Summary?.Started.ToString("u", CultureInfo.InvariantCulture) ?? "-", run.Summary?.Seconds.ToString("0.0", CultureInfo.InvariantCulture) ?? "-");
        columns.Write(Console.Out);
        DiagnosticOutput.WriteText(Console.Error, runs.Where(run => run.State == RunState.Damaged).SelectMany(run => run.Problems));
    }

    private static void WriteJson(List<RunInspection> runs) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("runs");
        foreach (var run in runs)
        {
            writer.WriteStartObject();
            writer.WriteString("name", Path.GetFileName(run.Folder.Root));
            writer.WriteString("folder", run.Folder.Root);
            writer.WriteString("status", Words.For(run.State));
            if (run.Summary is { } summary)
            {
                writer.WriteString("pipeline", summary.Pipeline);
                writer.WriteString("started", summary.Started);
                writer.WriteNumber("seconds", summary.Seconds);
            }

            writer.WriteDiagnostics(run.Problems);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
