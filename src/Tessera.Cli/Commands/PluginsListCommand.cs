using System.CommandLine;
using System.Text.Json;
using Tessera.Cli.Output;
using Tessera.Hosting.Catalog;

namespace Tessera.Cli.Commands;

/// <summary>tessera plugins list: every plugin found, the bad ones with their reasons. Reads manifests and loads nothing.</summary>
internal static class PluginsListCommand
{
    public static Command Create()
    {
        var command = new TeachingCommand(
            "list", "Lists the installed plugins, the bad ones with what is wrong and what to do.",
            "tessera plugins list --plugins ./my-plugins");
        command.SetAction(parsed => Invoke(parsed.Discover(), parsed.GetValue(CommonOptions.Json)));
        return command;
    }

    public static int Invoke(PluginCatalog catalog, bool json)
    {
        if (json) JsonOutput.Write(writer => Write(writer, catalog));
        else Write(Console.Out, catalog);
        return ExitCodes.Success;
    }

    private static void Write(TextWriter output, PluginCatalog catalog)
    {
        var columns = new TextColumns("PLUGIN", "VERSION", "STATUS", "PARTS");
        foreach (var plugin in catalog.Plugins)
            columns.Add(plugin.Id, plugin.Manifest?.Version ?? "-", Words.For(plugin.Status), Parts(plugin));
        columns.Write(output);
        DiagnosticOutput.WriteText(output, catalog.Plugins.SelectMany(plugin => plugin.Diagnostics));
    }

    private static string Parts(InstalledPlugin plugin) =>
        plugin.Manifest is { } manifest ? string.Join(", ", manifest.Exports.Select(part => $"{part.Kind}/{part.Name}")) : "-";

    private static void Write(Utf8JsonWriter writer, PluginCatalog catalog)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("plugins");
        foreach (var plugin in catalog.Plugins)
        {
            writer.WriteStartObject();
            writer.WriteString("id", plugin.Id);
            writer.WriteString("version", plugin.Manifest?.Version);
            writer.WriteString("status", Words.For(plugin.Status));
            writer.WriteString("description", plugin.Manifest?.Description);
            writer.WriteString("folder", plugin.Folder);
            writer.WriteStartArray("exports");
            foreach (var part in plugin.Manifest?.Exports ?? [])
            {
                writer.WriteStartObject();
                writer.WriteString("uses", $"{part.Kind}/{part.Name}");
                writer.WriteString("description", part.Description);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteDiagnostics(plugin.Diagnostics);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
