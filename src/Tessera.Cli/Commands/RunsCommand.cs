using System.CommandLine;

namespace Tessera.Cli.Commands;

/// <summary>tessera runs: what was run.</summary>
internal static class RunsCommand
{
    public static Option<string> Folder { get; } =
        new Option<string>("--in") { Description = "The folder that holds the runs.", HelpName = "folder", DefaultValueFactory = _ => "runs", Recursive = true }.NotEmpty();

    public static Command Create()
    {
        var command = new Command("runs", "Shows runs and how they ended.") { RunsListCommand.Create(), RunsShowCommand.Create() };
        command.Options.Add(Folder);
        return command;
    }
}
