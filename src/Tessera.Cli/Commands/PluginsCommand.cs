using System.CommandLine;

namespace Tessera.Cli.Commands;

/// <summary>tessera plugins: what is installed, and what is to be.</summary>
internal static class PluginsCommand
{
    public static Command Create() => new("plugins", "Shows, checks, installs and removes plugins.")
    {
        PluginsListCommand.Create(), PluginsDescribeCommand.Create(), PluginsVerifyCommand.Create(), PluginsWhyCommand.Create(),
        PluginsInstallCommand.Create(), PluginsSwitchCommands.CreateUse(), PluginsSwitchCommands.CreateDisable(), PluginsSwitchCommands.CreateEnable(), PluginsRemoveCommand.Create(),
    };
}
