using System.CommandLine;
using Microsoft.Extensions.Logging;
using Tessera.Cli.Output;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Mcp.Serving;

namespace Tessera.Cli.Commands;

/// <summary>tessera mcp: serves the tools of a folder to an agent over the Model Context Protocol.</summary>
internal static class McpCommand
{
    private const string Evaluate = "--evaluate";
    private const string EntryPoint = "--entrypoint";

    public static Command Create()
    {
        var workspace = new Option<string>("--workspace") { Description = "The project's folder. It is worked on in place, not on a copy.", HelpName = "folder", Required = true }.NotEmpty();
        var evaluate = new Option<string?>(Evaluate) { Description = "The command that checks the project. Default: python3 -m unittest.", HelpName = "command" }.NotEmpty();
        var entryPoint = new Option<string?>(EntryPoint) { Description = "The command that a debugger runs. Default: the one that checks the project.", HelpName = "command" }.NotEmpty();
        var tools = new Option<string?>("--tools") { Description = "The tools to serve, joined by commas. Default: all installed ones that ship with Tessera.", HelpName = "names" }.NotEmpty();
        var terminal = new Option<string?>("--terminal") { Description = "Where programs run: sandbox, local, or another installed terminal. Default: sandbox where it works, otherwise local.", HelpName = "name" }.NotEmpty();
        var readOnly = new Option<string[]>("--read-only") { Description = "Files that tools may read only, as in .gitignore; may be given several times.", HelpName = "pattern" };
        var hidden = new Option<string[]>("--hidden") { Description = "Files that tools do not see, as in .gitignore; may be given several times.", HelpName = "pattern" };
        var command = new TeachingCommand(
            "mcp", "Serves debugging tools for a folder to an agent, over the Model Context Protocol on standard input and output. Tools change the folder's files in place.",
            "tessera mcp --workspace . --evaluate \"python3 -m pytest -q\"",
            "tessera mcp --workspace ~/shop --tools view,grep,pdb --read-only \"tests/\" --terminal sandbox")
        {
            workspace, evaluate, entryPoint, tools, terminal, readOnly, hidden,
        };
        command.SetAction((parsed, _) => ServeAsync(parsed.Discover(), () => new ServeOptions
        {
            Workspace = parsed.GetValue(workspace)!,
            Evaluate = parsed.GetValue(evaluate) is { } check ? CommandText.Split(check, Evaluate) : ["python3", "-m", "unittest"],
            EntryPoint = parsed.GetValue(entryPoint) is { } program ? CommandText.Split(program, EntryPoint) : null,
            Tools = parsed.GetValue(tools)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Terminal = parsed.GetValue(terminal),
            ReadOnly = parsed.GetValue(readOnly) ?? [],
            Hidden = parsed.GetValue(hidden) ?? [],
        }));
        return command;
    }

    private static async Task<int> ServeAsync(PluginCatalog catalog, Func<ServeOptions> options)
    {
        await using var output = Console.OpenStandardOutput();
        using var partsOutput = new PartsOutput();
        using var interruption = new Interruption(told: null);
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new ErrorStreamLogger()));
        await using var host = new PluginHost(catalog, loggers);
        await new WorkspaceServer(options(), host, loggers, Console.Error.WriteLine).RunAsync(Console.OpenStandardInput(), output, interruption.Token).ConfigureAwait(false);
        return ExitCodes.Success;
    }
}
