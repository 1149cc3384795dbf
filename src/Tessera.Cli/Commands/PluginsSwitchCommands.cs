using System.CommandLine;
using Tessera.Cli.Output;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Installation;

namespace Tessera.Cli.Commands;

/// <summary>tessera plugins enable, disable and use: what of the installed is used from now on. What runs goes on as it is.</summary>
internal static class PluginsSwitchCommands
{
    public static Command CreateEnable() => Create(
        "enable", "Lets a plugin be used again that was disabled.", "enabled", (installation, id) => installation.Enable(id), "tessera plugins enable acme.tools");

    public static Command CreateDisable() => Create(
        "disable", "Keeps a plugin from being used, without removing it.", "disabled", (installation, id) => installation.Disable(id), "tessera plugins disable acme.tools --in ~/plugins");

    public static Command CreateUse()
    {
        var (id, folder) = (Id(), Folder());
        var version = new Argument<string>("version") { Description = "A version that is installed." }.NotEmpty();
        var command = new TeachingCommand("use", "Goes to another version of a plugin that is installed, newer or older.", "tessera plugins use acme.tools 1.2.0") { id, version, folder };
        command.SetAction(parsed => Tell(parsed, "used", new PluginInstallation(PluginsFolder.Choose(parsed.GetValue(folder), folder.Name)).Use(parsed.GetValue(id)!, parsed.GetValue(version)!)));
        return command;
    }

    private static TeachingCommand Create(string name, string description, string done, Func<PluginInstallation, string, InstalledPlugin> change, string example)
    {
        var (id, folder) = (Id(), Folder());
        var command = new TeachingCommand(name, description, example) { id, folder };
        command.SetAction(parsed => Tell(parsed, done, change(new PluginInstallation(PluginsFolder.Choose(parsed.GetValue(folder), folder.Name)), parsed.GetValue(id)!)));
        return command;
    }

    private static Argument<string> Id() => new Argument<string>("id") { Description = "The plugin's id." }.NotEmpty();

    private static Option<string?> Folder() => new Option<string?>("--in") { Description = "The folder of plugins. Default: the first one of TESSERA_PLUGINS.", HelpName = "folder" }.NotEmpty();

    private static int Tell(ParseResult parsed, string done, InstalledPlugin plugin)
    {
        if (!parsed.GetValue(CommonOptions.Json))
        {
            Console.WriteLine($"{plugin.Id} {plugin.Manifest?.Version} in {plugin.Folder} is {done}");
            return ExitCodes.Success;
        }

        JsonOutput.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", done);
            writer.WriteString("id", plugin.Id);
            writer.WriteString("version", plugin.Manifest?.Version);
            writer.WriteString("folder", plugin.Folder);
            writer.WriteEndObject();
        });
        return ExitCodes.Success;
    }
}
