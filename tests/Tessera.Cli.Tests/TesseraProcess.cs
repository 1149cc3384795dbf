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
            .WithEnvironmentVariables(variables => variables.Set("NO_COLOR", "1").Set("TESSERA_PLUGINS", null))
            .WithValidation(CommandResultValidation.None);

    public static Task<BufferedCommandResult> RunAsync(params string[] arguments) => Command(arguments).RunAsync();

    /// <summary>Runs a line of a shell, in which <c>$TESSERA</c> is the command.</summary>
    public static Task<BufferedCommandResult> ShellAsync(string line, string folder) =>
        CliWrap.Cli.Wrap("sh").WithArguments(["-c", line]).WithWorkingDirectory(folder)
            .WithEnvironmentVariables(variables => variables.Set("NO_COLOR", "1").Set("TESSERA", $"dotnet {Repository.Tessera}"))
            .WithValidation(CommandResultValidation.None).RunAsync();

    public static async Task<BufferedCommandResult> RunAsync(this Command command)
    {
        // Ends what hangs; a training pipeline takes a minute or two, and several times as long beside other projects' tests.
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(12));
        return await command.ExecuteBufferedAsync(bound.Token);
    }
}
