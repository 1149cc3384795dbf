using CliWrap;
using CliWrap.Buffered;

namespace Tessera.Mcp.Tests.Clients;

/// <summary>Clients and servers of other people, installed by <c>npm ci</c> in tests/clients/mcp. Without them, tests are skipped with the reason; where CI is set, they fail.</summary>
internal static class NodeClients
{
    public static readonly string Folder = Path.Combine(Repository.Root, "tests", "clients", "mcp");

    private static readonly string _programs = Path.Combine(Folder, "node_modules", ".bin");

    /// <summary>The file of an installed package.</summary>
    public static string Require(params string[] path)
    {
        var file = Path.Combine([Folder, "node_modules", .. path]);
        if (!Path.Exists(file))
        {
            Environment.GetEnvironmentVariable("CI").Should().BeNullOrEmpty("'npm ci' was not run in {0}", Folder);
            Assert.Skip($"'npm ci' was not run in {Folder}.");
        }

        return file;
    }

    /// <summary>The Node that was installed with them, which is new enough; elsewhere, the one on the search path.</summary>
    public static string Node => Path.Combine(_programs, "node") is var installed && File.Exists(installed) ? installed : "node";

    public static async Task<BufferedCommandResult> RunAsync(params string[] arguments)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        return await Cli.Wrap(Node).WithArguments(arguments).WithWorkingDirectory(Folder)
            // What one of them starts of the others is to run on the same Node.
            .WithEnvironmentVariables(variables => variables.Set("PATH", $"{_programs}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}"))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(bound.Token);
    }
}
