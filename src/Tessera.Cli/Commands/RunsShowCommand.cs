using System.CommandLine;
using System.Text.Json;
using Tessera.Cli.Output;
using Tessera.Pipelines.Running;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Commands;

/// <summary>tessera runs show: one run, as it was told when it ended.</summary>
internal static class RunsShowCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("run") { Description = "The run's name below --in, or its folder." }.NotEmpty();
        var command = new TeachingCommand(
            "show", "Shows a run: its tables, and how each step went.",
            "tessera runs show quickstart", "tessera runs show runs/quickstart --json", "tessera runs show quickstart --replay repair") { name };
        var replay = new Option<string?>("--replay")
        {
            Description = "Shows instead what an agent did in a step, or in one of its tasks, call by call; in a terminal, a key goes on and q ends.", HelpName = "step[/task]",
        }.NotEmpty();
        command.Options.Add(replay);
        command.SetAction(parsed =>
        {
            var run = RunsCommand.Find(parsed.GetValue(RunsCommand.Folder)!, parsed.GetValue(name)!);
            if (parsed.GetValue(replay) is { } trajectory)
            {
                new TrajectoryOutput(Console.Out, WaitForKey).Write(TrajectoryFile.Find(run, trajectory));
                return ExitCodes.Success;
            }

            var inspection = run.Inspect();
            var summary = inspection.Summary ?? throw new TesseraException(inspection.Problems);
            if (parsed.GetValue(CommonOptions.Json)) JsonOutput.Write(writer => JsonSerializer.Serialize(writer, summary, RunJson.Options));
            else SummaryOutput.Write(summary, run);
            return ExitCodes.Success;
        });
        return command;
    }

    private static bool WaitForKey() =>
        Console.IsInputRedirected || Console.IsOutputRedirected || Console.ReadKey(intercept: true).KeyChar is not ('q' or 'Q');
}
