using System.CommandLine;
using Tessera.Cli.Output;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Commands;

/// <summary>tessera runs report: renders the page of a run once more.</summary>
internal static class RunsReportCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("run") { Description = "The run's name below --in, or its folder." }.NotEmpty();
        var command = new TeachingCommand(
            "report", "Renders a run's report.html once more, from its summary.",
            "tessera runs report quickstart", "tessera runs report runs/quickstart --json") { name };
        command.SetAction(async (parsed, _) =>
        {
            var run = RunsCommand.Find(parsed.GetValue(RunsCommand.Folder)!, parsed.GetValue(name)!);
            var inspection = run.Inspect();
            await ReportOutput.WriteAsync(inspection.Summary ?? throw new TesseraException(inspection.Problems), run).ConfigureAwait(false);
            if (parsed.GetValue(CommonOptions.Json)) JsonOutput.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("report", run.ReportFile);
                writer.WriteEndObject();
            });
            else Console.WriteLine($"Report: {run.ReportFile}");
            return ExitCodes.Success;
        });
        return command;
    }
}
