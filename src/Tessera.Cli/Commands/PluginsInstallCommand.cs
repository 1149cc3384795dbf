using System.CommandLine;
using Tessera.Cli.Output;
using Tessera.Distribution.Feeds;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Installation;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Commands;

/// <summary>tessera plugins install: checks a plugin and copies it into a folder of plugins. Loads nothing.</summary>
internal static class PluginsInstallCommand
{
    public static Command Create()
    {
        var plugin = new Argument<string>("plugin") { Description = "The folder that the plugin's build left, a package (.nupkg) or zip of it, or the id of a package that a feed has." }.NotEmpty();
        var version = new Option<string?>("--version") { Description = "Of a feed's: the version. Default: the newest release that fits this host.", HelpName = "version" }.NotEmpty();
        var source = new Option<string[]>("--source") { Description = "A feed, a folder with packages or an address; may be given several times. Default: those of NuGet's settings.", HelpName = "feed" }.NotEmpty();
        var into = new Option<string?>("--into") { Description = "The folder of plugins. Default: the first one of TESSERA_PLUGINS.", HelpName = "folder" }.NotEmpty();
        var command = new TeachingCommand(
            "install", "Checks a plugin, copies it into a folder of plugins and makes it the version in use. What runs goes on with the version it has.",
            "tessera plugins install artifacts/bin/Acme.Tools/release", "tessera plugins install Acme.Tools.1.0.0.nupkg --into ~/plugins",
            "tessera plugins install acme.tools", "tessera plugins install acme.tools --version 1.2.0 --source ~/packages") { plugin, version, source, into };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = PluginsFolder.Choose(parsed.GetValue(into), into.Name);
            var installation = new PluginInstallation(folder);
            var (named, feeds, exact) = (parsed.GetValue(plugin)!, parsed.GetValue(source) ?? [], parsed.GetValue(version));
            var before = installation.List();
            var (installed, warnings) = feeds.Length > 0 || exact is not null || IsId(named)
                ? await FromFeedAsync(installation, named, exact, feeds, cancellation).ConfigureAwait(false)
                : (installation.Install(named), []);
            var change = new PluginChange(before.FirstOrDefault(plugin => plugin.Id == installed.Id)?.Manifest, installed);
            // As a host that starts now sees it: another plugin may come first, or nobody may look there.
            var seen = parsed.Discover().Plugins.FirstOrDefault(plugin => plugin.Folder == installed.Folder);
            warnings = [.. warnings, .. seen?.Diagnostics ?? []];
            if (parsed.GetValue(CommonOptions.Json)) WriteJson(change, seen is not null, warnings);
            else WriteText(change, seen is not null, warnings, folder);
            return ExitCodes.Success;
        });
        return command;
    }

    // What lies here is meant before what a feed may have under the same name.
    private static bool IsId(string named) =>
        !Path.Exists(named) && named.All(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_') && named.Any(char.IsLetterOrDigit)
        && Path.GetExtension(named).ToUpperInvariant() is not (".NUPKG" or ".ZIP");

    private static async Task<(InstalledPlugin Installed, IReadOnlyList<Diagnostic> Warnings)> FromFeedAsync(
        PluginInstallation installation, string id, string? version, IReadOnlyList<string> sources, CancellationToken cancellationToken)
    {
        var result = await new FeedInstallation(PluginFeeds.Open(sources), installation).InstallAsync(id, version, cancellationToken).ConfigureAwait(false);
        return (result.Installed!, result.Warnings);
    }

    private static void WriteText(PluginChange change, bool isFound, IReadOnlyList<Diagnostic> warnings, string folder)
    {
        Console.WriteLine($"{change.After.Id} {change.After.Manifest!.Version} is installed in {change.After.Folder}");
        ChangeOutput.WriteText(change);
        DiagnosticOutput.WriteText(Console.Error, warnings);
        if (!isFound) Console.Error.WriteLine($"It is found with --plugins {folder}, or when {PluginCatalog.FoldersVariable} names that folder.");
    }

    private static void WriteJson(PluginChange change, bool isFound, IReadOnlyList<Diagnostic> warnings) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", "installed");
        ChangeOutput.WriteJson(writer, change);
        writer.WriteBoolean("found", isFound);
        writer.WriteDiagnostics(warnings);
        writer.WriteEndObject();
    });
}
