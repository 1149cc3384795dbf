using System.CommandLine;
using Tessera.Pipelines.Running;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Commands;

/// <summary>tessera runs: what was run.</summary>
internal static class RunsCommand
{
    public static Option<string> Folder { get; } =
        new Option<string>("--in") { Description = "The folder that holds the runs.", HelpName = "folder", DefaultValueFactory = _ => "runs", Recursive = true }.NotEmpty();

    public static Command Create()
    {
        var command = new Command("runs", "Shows runs and how they ended.") { RunsListCommand.Create(), RunsShowCommand.Create(), RunsReportCommand.Create() };
        command.Options.Add(Folder);
        return command;
    }

    /// <summary>The run that a person names.</summary>
    /// <exception cref="TesseraException">There is no such run.</exception>
    public static RunFolder Find(string folder, string name)
    {
        foreach (var path in new[] { Path.Combine(folder, name), name })
        {
            var run = new RunFolder(path);
            if (File.Exists(run.SummaryFile) || File.Exists(run.JournalFile)) return run;
        }

        var known = RunFolder.List(folder).Select(run => Path.GetFileName(run.Root));
        throw new TesseraException(Diagnostic.Error("TESS1905", $"There is no run '{name}'.", remedy: NearestName.Suggest(name, known) is { Length: > 0 } suggestion ? suggestion : $"There are no runs in {folder}."));
    }
}
