using System.CommandLine;
using Tessera.Cli.Output;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Installation;

namespace Tessera.Cli.Commands;

/// <summary>tessera plugins install: checks a plugin and copies it into a folder of plugins. Loads nothing.</summary>
internal static class PluginsInstallCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("source") { Description = "The folder that the plugin's build left, or a package (.nupkg) or zip of it." }.NotEmpty();
        var into = new Option<string?>("--into") { Description = "The folder of plugins. Default: the first one of TESSERA_PLUGINS.", HelpName = "folder" }.NotEmpty();
        var command = new TeachingCommand(
            "install", "Checks a plugin, copies it into a folder of plugins and makes it the version in use. What runs goes on with the version it has.",
            "tessera plugins install artifacts/bin/Acme.Tools/release", "tessera plugins install Acme.Tools.1.0.0.nupkg --into ~/plugins") { source, into };
        command.SetAction(parsed =>
        {
            var folder = PluginsFolder.Choose(parsed.GetValue(into), into.Name);
            var installed = new PluginInstallation(folder).Install(parsed.GetValue(source)!);
            // As a host that starts now sees it: another plugin may come first, or nobody may look there.
            var seen = parsed.Discover().Plugins.FirstOrDefault(plugin => plugin.Folder == installed.Folder);
            if (parsed.GetValue(CommonOptions.Json)) WriteJson(installed, seen);
            else WriteText(installed, seen, folder);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void WriteText(InstalledPlugin installed, InstalledPlugin? seen, string folder)
    {
        Console.WriteLine($"{installed.Id} {installed.Manifest!.Version} is installed in {installed.Folder}");
        if (seen is null) Console.Error.WriteLine($"It is found with --plugins {folder}, or when {PluginCatalog.FoldersVariable} names that folder.");
        else DiagnosticOutput.WriteText(Console.Error, seen.Diagnostics);
    }

    private static void WriteJson(InstalledPlugin installed, InstalledPlugin? seen) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", "installed");
        writer.WriteString("id", installed.Id);
        writer.WriteString("version", installed.Manifest!.Version);
        writer.WriteString("folder", installed.Folder);
        writer.WriteBoolean("found", seen is not null);
        writer.WriteDiagnostics(seen?.Diagnostics ?? []);
        writer.WriteEndObject();
    });
}
