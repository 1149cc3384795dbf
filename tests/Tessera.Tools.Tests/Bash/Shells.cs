using System.Text.Json.Nodes;
using Tessera.Debugging.Terminals.Local;
using Tessera.Debugging.Terminals.Sandbox;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Tools.Bash;

namespace Tessera.Tools.Tests.Bash;

/// <summary>The shell tool in each terminal.</summary>
internal static class Shells
{
    /// <summary>A project with the shell tool. Where a terminal does not work, the test is skipped with the reason; where CI is set, it fails.</summary>
    public static async Task<Project> OpenAsync(string terminal, BashOptions? options = null)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The shell tool is for Unix systems.");
        ITerminalProvider provider = terminal == "local"
            ? new LocalTerminalProvider(new LocalOptions(), TimeProvider.System)
            : new SandboxTerminalProvider(new SandboxOptions { Processes = 200, MemoryMegabytes = 512 }, TimeProvider.System);
        if (await provider.FindObstacleAsync(default) is { } obstacle)
        {
            Environment.GetEnvironmentVariable("CI").Should().BeNullOrEmpty(obstacle);
            Assert.Skip(obstacle);
        }

        return new Project(new BashTool(options ?? new BashOptions(), TimeProvider.System), terminals: provider);
    }

    public static Task<Observation> BashAsync(this Project project, string command, int? timeout = null)
    {
        var arguments = new JsonObject { ["command"] = command };
        if (timeout is not null) arguments["timeout"] = timeout;
        return project.CallAsync(arguments);
    }

    public static IReadOnlyList<string> ChangedFiles(this Project project) => [.. project.Events.Heard.OfType<FileChanged>().Select(change => change.Path.Relative)];
}
