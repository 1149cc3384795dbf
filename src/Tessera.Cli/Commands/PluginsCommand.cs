using System.CommandLine;

namespace Tessera.Cli.Commands;

/// <summary>tessera plugins: what is installed, and what is to be.</summary>
internal static class PluginsCommand
{
    public static Command Create() => new("plugins", "Makes, shows, checks, installs and removes plugins.")
    {
        PluginsListCommand.Create(), PluginsDescribeCommand.Create(), PluginsVerifyCommand.Create(), PluginsWhyCommand.Create(),
        PluginsNewCommand.Create(), PluginsPackCommand.Create(),
        PluginsInstallCommand.Create(), PluginsUpdateCommand.Create(), PluginsSwitchCommands.CreateUse(), PluginsSwitchCommands.CreateDisable(), PluginsSwitchCommands.CreateEnable(), PluginsRemoveCommand.Create(),
    };
}
