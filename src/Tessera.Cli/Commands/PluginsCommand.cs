using System.CommandLine;

namespace Tessera.Cli.Commands;

/// <summary>tessera plugins: what is installed.</summary>
internal static class PluginsCommand
{
    public static Command Create() => new("plugins", "Shows and checks the installed plugins.")
    {
        PluginsListCommand.Create(), PluginsDescribeCommand.Create(), PluginsVerifyCommand.Create(), PluginsWhyCommand.Create(),
    };
}
