using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;
using Tessera.Debugging.Evaluations;
using Tessera.Debugging.Sessions;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Workspaces;
using Tessera.Hosting.Activation;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;

namespace Tessera.Mcp.Serving;

/// <summary>Serves the tools of a folder to one client, over a pair of streams.</summary>
/// <param name="options">What is served.</param>
/// <param name="host">Creates tools and terminals.</param>
/// <param name="loggers">Hear of the connection's troubles.</param>
/// <param name="note">Is told what whoever runs the server should know.</param>
/// <param name="time">Measures how long calls run; null for the system's clock.</param>
public sealed class WorkspaceServer(ServeOptions options, PluginHost host, ILoggerFactory loggers, Action<string> note, TimeProvider? time = null)
{
    // A tool that hears neither of its cancellation nor of its program's end is not waited for longer.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    /// <summary>Answers until the client closes its side or the token asks to stop, and leaves no program running.</summary>
    /// <param name="input">What the client writes.</param>
    /// <param name="output">What the client reads: messages of the protocol and nothing else.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when everything is put away.</returns>
    /// <exception cref="Sdk.Diagnostics.TesseraException">Folder, tools or terminal cannot be used.</exception>
    public async Task RunAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        var workspace = new FolderWorkspace(options.Workspace, new FolderWorkspaceOptions { ReadOnly = options.ReadOnly, Hidden = options.Hidden });
        await using var workspaceOwner = workspace.ConfigureAwait(false);
        var tools = await ServedTools.CreateAsync(host, options.Tools, note).ConfigureAwait(false);
        try
        {
            var (terminal, name) = await ChosenTerminal.OpenAsync(
                host, options.Terminal, workspace.SiteForAgents(SteadyEnvironment.Variables, cancellationToken), note, cancellationToken).ConfigureAwait(false);
            await using var terminalOwner = terminal.ConfigureAwait(false);
            // The check sees the hidden files; what the agent's own programs run in does not show them.
            var site = new TerminalSite { Folder = workspace.Root, Environment = SteadyEnvironment.Variables };
            var (judging, _) = await ChosenTerminal.OpenAsync(host, name, site, note, cancellationToken).ConfigureAwait(false);
            await using var judgingOwner = judging.ConfigureAwait(false);
            var check = new ProjectCheck(options.Evaluate);
            var entryPoints = new EntryPoints { Evaluate = options.Evaluate, Debug = options.EntryPoint };
            var session = new ToolSession(workspace, terminal, entryPoints, [.. tools.Select(tool => tool.Value)], token => check.RunAsync(judging, token));
            using var served = new ServedSession(session);
            await AnswerAsync(new ToolServer(served, Instructions.For(options, workspace.Root, name), time ?? TimeProvider.System), input, output, cancellationToken).ConfigureAwait(false);
            await served.IsIdleAsync(_patience).ConfigureAwait(false);
        }
        finally
        {
            for (var i = tools.Count - 1; i >= 0; i--) await tools[i].DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(ToolServer tools, Stream input, Stream output, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var client = new ClientInput(input);
        await using var clientOwner = client.ConfigureAwait(false);
        var transport = new StreamServerTransport(client, output, "tessera", loggers);
        await using var transportOwner = transport.ConfigureAwait(false);
        var server = McpServer.Create(transport, tools.Options, loggers);
        await using var serverOwner = server.ConfigureAwait(false);
        var answering = server.RunAsync(ending.Token);
        await Task.WhenAny(answering, client.Ended).ConfigureAwait(false);
        // Calls that are still being answered are cancelled, and their programs with them.
        await ending.CancelAsync().ConfigureAwait(false);
        await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
