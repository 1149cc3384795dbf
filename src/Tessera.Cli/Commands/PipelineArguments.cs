using System.CommandLine;
using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Watching;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Commands;

/// <summary>How a pipeline is named on the command line, and what may be replaced in it.</summary>
internal sealed class PipelineArguments
{
    private readonly Argument<string> _file = new Argument<string>("pipeline") { Description = "The pipeline: a YAML file." }.NotEmpty();
    private readonly Option<string[]> _set = CommonOptions.CreateSet();

    public Command AddTo(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_set);
        return command;
    }

    public PipelineLoadResult Load(ParseResult parsed, PluginCatalog catalog) => PipelineLoader.Load(parsed.GetValue(_file)!, Overrides(parsed), catalog);

    /// <summary>What is watched: the pipeline, and the plugins of the folders that the command line names.</summary>
    public WatchOptions Watch(ParseResult parsed)
    {
        var named = parsed.GetValue(CommonOptions.Plugins) ?? [];
        return new WatchOptions { File = parsed.GetValue(_file)!, Overrides = Overrides(parsed), Folders = PluginCatalog.DefaultFolders(named), WatchedFolders = named };
    }

    private IReadOnlyList<KeyValuePair<string, string>> Overrides(ParseResult parsed) => [.. (parsed.GetValue(_set) ?? []).Select(Split)];

    private static KeyValuePair<string, string> Split(string assignment) =>
        assignment.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals
            ? KeyValuePair.Create(assignment[..equals], assignment[(equals + 1)..])
            : throw new TesseraException(Diagnostic.Error("TESS1903", $"'{assignment}' is not of the form key=value.", remedy: "For example: --set model=models/tiny"));
}
