using System.CommandLine;
using System.Globalization;
using Tessera.Cli.Output;
using Tessera.Pipelines.Running;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Commands;

/// <summary>tessera runs list: the runs of a folder, the unfinished ones included.</summary>
internal static class RunsListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "Lists the runs and how they ended.\n\nExamples:\n  tessera runs list\n  tessera runs list --in other/runs --json");
        command.SetAction(parsed =>
        {
            var runs = RunFolder.List(parsed.GetValue(RunsCommand.Folder)!).Select(run => (Run: run, Summary: TryRead(run))).ToList();
            if (parsed.GetValue(CommonOptions.Json)) WriteJson(runs);
            else WriteText(runs);
            return ExitCodes.Success;
        });
        return command;
    }

    private static RunSummary? TryRead(RunFolder run)
    {
        try
        {
            return run.ReadSummary();
        }
        catch (TesseraException damaged)
        {
            DiagnosticOutput.WriteText(Console.Error, damaged.Diagnostics);
            return null;
        }
    }

    private static void WriteText(List<(RunFolder Run, RunSummary? Summary)> runs)
    {
        var columns = new TextColumns("RUN", "PIPELINE", "STATUS", "STARTED", "SECONDS");
        foreach (var (run, summary) in runs)
            columns.Add(
                Path.GetFileName(run.Root), summary?.Pipeline ?? "-", StatusOf(summary),
                summary?.Started.ToString("u", CultureInfo.InvariantCulture) ?? "-", summary?.Seconds.ToString("0.0", CultureInfo.InvariantCulture) ?? "-");
        columns.Write(Console.Out);
    }

    private static void WriteJson(List<(RunFolder Run, RunSummary? Summary)> runs) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("runs");
        foreach (var (run, summary) in runs)
        {
            writer.WriteStartObject();
            writer.WriteString("name", Path.GetFileName(run.Root));
            writer.WriteString("folder", run.Root);
            writer.WriteString("status", StatusOf(summary));
            if (summary is not null)
            {
                writer.WriteString("pipeline", summary.Pipeline);
                writer.WriteString("started", summary.Started);
                writer.WriteNumber("seconds", summary.Seconds);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    // A run that was killed has a journal but no summary, exactly like one that still runs.
    private static string StatusOf(RunSummary? summary) => summary?.Status.ToString().ToLowerInvariant() ?? "unfinished";
}
