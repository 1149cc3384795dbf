using CliWrap;
using CliWrap.Buffered;

namespace Tessera.Cli.Tests;

/// <summary>Runs the command as its users do.</summary>
internal static class TesseraProcess
{
    public static Command Command(params string[] arguments) =>
        CliWrap.Cli.Wrap("dotnet")
            .WithArguments([Repository.Tessera, .. arguments])
            .WithWorkingDirectory(Repository.Root)
            .WithEnvironmentVariables(variables => variables.Set("NO_COLOR", "1"))
            .WithValidation(CommandResultValidation.None);

    public static async Task<BufferedCommandResult> RunAsync(params string[] arguments)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        return await Command(arguments).ExecuteBufferedAsync(bound.Token);
    }
}
