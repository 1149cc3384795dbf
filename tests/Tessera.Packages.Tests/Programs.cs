using CliWrap;
using CliWrap.Buffered;

namespace Tessera.Packages.Tests;

/// <summary>Runs programs in the repository, to their ends.</summary>
internal static class Programs
{
    public static async Task<BufferedCommandResult> RunAsync(string program, params string[] arguments)
    {
        // Ends what hangs; beside other projects' tests a build takes several times as long as alone.
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        return await Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(Repository.Root).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(bound.Token);
    }

    /// <summary>Runs one that has to succeed.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RequireAsync(string program, params string[] arguments)
    {
        var result = await RunAsync(program, arguments);
        result.ExitCode.Should().Be(0, "{0}{1}", result.StandardOutput, result.StandardError);
        return result.StandardOutput;
    }
}
