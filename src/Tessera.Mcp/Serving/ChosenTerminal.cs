using Tessera.Debugging.Terminals;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Terminals;

namespace Tessera.Mcp.Serving;

/// <summary>Opens the terminal in which the tools' programs run.</summary>
internal static class ChosenTerminal
{
    private const string Sandbox = "sandbox";
    private const string Local = "local";

    /// <summary>Opens a terminal.</summary>
    /// <param name="host">Creates its provider.</param>
    /// <param name="name">Its name; null for a sandbox where one works.</param>
    /// <param name="site">Where programs run, and what of it is kept from them.</param>
    /// <param name="note">Is told when programs are not confined though nobody asked for that.</param>
    /// <param name="cancellationToken">Ends the search early.</param>
    /// <returns>The terminal, which the caller disposes of, and its name.</returns>
    /// <exception cref="TesseraException">There is no such terminal; TESS4603: it does not work here.</exception>
    public static async Task<(ITerminal Terminal, string Name)> OpenAsync(
        PluginHost host, string? name, TerminalSite site, Action<string> note, CancellationToken cancellationToken)
    {
        var lookup = host.Catalog.Find($"terminal/{name ?? Sandbox}");
        if (lookup.Part is { } part)
        {
            var (chosen, obstacle) = await TryOpenAsync(host, part, site, cancellationToken).ConfigureAwait(false);
            if (chosen is not null) return (chosen, name ?? Sandbox);
            if (name is not null) throw Unusable(name, obstacle!);
            note($"Programs run with this user's rights and not in a sandbox: {obstacle}");
        }
        else if (name is null) note("Programs run with this user's rights and not in a sandbox: none is installed.");
        else if (name != Local) throw new TesseraException(lookup.Problem!);

        if (name is null && host.Catalog.Find($"terminal/{Local}").Part is { } local)
        {
            var (unconfined, _) = await TryOpenAsync(host, local, site, cancellationToken).ConfigureAwait(false);
            if (unconfined is not null) return (unconfined, Local);
        }

        return (new LocalTerminal(new LocalTerminalOptions { WorkingFolder = site.Folder, Environment = site.Environment }), Local);
    }

    private static async Task<(ITerminal? Terminal, string? Obstacle)> TryOpenAsync(
        PluginHost host, InstalledPart part, TerminalSite site, CancellationToken cancellationToken)
    {
        var provider = host.Create<ITerminalProvider>(part);
        await using var owner = provider.ConfigureAwait(false);
        return await provider.Value.FindObstacleAsync(cancellationToken).ConfigureAwait(false) is { } obstacle ? (null, obstacle) : (provider.Value.Open(site), null);
    }

    private static TesseraException Unusable(string name, string obstacle) => new(Diagnostic.Error(
        "TESS4603", $"terminal/{name} does not work here: {obstacle}", remedy: "Mend that, or choose another with --terminal, such as local, which does not confine programs."));
}
