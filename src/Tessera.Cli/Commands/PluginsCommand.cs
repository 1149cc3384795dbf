using System.CommandLine;

namespace Tessera.Cli.Commands;

/// <summary>tessera plugins: what is installed, and how it comes there.</summary>
internal static class PluginsCommand
{
    public static Command Create() => new TeachingCommand(
        "plugins", "Makes, shows, checks, installs and removes plugins.",
        "tessera plugins new tool Acme.LineCount", "tessera plugins pack Acme.LineCount", "tessera plugins install acme.linecount --source packages --into ~/plugins", "tessera plugins update")
    {
        PluginsListCommand.Create(), PluginsDescribeCommand.Create(), PluginsVerifyCommand.Create(), PluginsWhyCommand.Create(),
        PluginsNewCommand.Create(), PluginsPackCommand.Create(),
        PluginsInstallCommand.Create(), PluginsUpdateCommand.Create(), PluginsSwitchCommands.CreateUse(), PluginsSwitchCommands.CreateDisable(), PluginsSwitchCommands.CreateEnable(), PluginsRemoveCommand.Create(),
    };
}
