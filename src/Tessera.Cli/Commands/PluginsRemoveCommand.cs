using System.CommandLine;
using Tessera.Cli.Output;
using Tessera.Hosting.Installation;

namespace Tessera.Cli.Commands;

/// <summary>tessera plugins remove: takes a plugin, with all of its versions, out of a folder of plugins.</summary>
internal static class PluginsRemoveCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "The plugin's id." }.NotEmpty();
        var from = new Option<string?>("--from") { Description = "The folder of plugins. Default: the first one of TESSERA_PLUGINS.", HelpName = "folder" }.NotEmpty();
        var command = new TeachingCommand(
            "remove", "Removes a plugin, with all of its versions, from a folder of plugins.",
            "tessera plugins remove acme.tools", "tessera plugins remove acme.tools --from ~/plugins") { id, from };
        command.SetAction(parsed =>
        {
            var removed = new PluginInstallation(PluginsFolder.Choose(parsed.GetValue(from), from.Name)).Remove(parsed.GetValue(id)!);
            if (parsed.GetValue(CommonOptions.Json)) WriteJson(parsed.GetValue(id)!, removed);
            else foreach (var folder in removed) Console.WriteLine($"{parsed.GetValue(id)} is removed from {folder}");
            return ExitCodes.Success;
        });
        return command;
    }

    private static void WriteJson(string id, IReadOnlyList<string> removed) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", "removed");
        writer.WriteString("id", id);
        writer.WriteStartArray("folders");
        foreach (var folder in removed) writer.WriteStringValue(folder);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
