using System.ComponentModel;
using CliWrap;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Distribution.Authoring;

/// <summary>The author's own <c>dotnet</c>, which makes projects and packages.</summary>
/// <param name="told">Where its output goes as it is written; null for nowhere.</param>
internal sealed class DotnetCommand(TextWriter? told)
{
    private const int MostLines = 20;

    /// <summary>Runs it.</summary>
    /// <param name="arguments">What it is to do.</param>
    /// <param name="cancellationToken">Ends it, with all that it started.</param>
    /// <returns>Its exit code, and the end of what it wrote.</returns>
    /// <exception cref="TesseraException">TESS2070: there is none.</exception>
    public async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var last = new Queue<string>();
        var lines = PipeTarget.ToDelegate(line =>
        {
            lock (last)
            {
                last.Enqueue(line);
                if (last.Count > MostLines) last.Dequeue();
                told?.WriteLine(line);
            }
        });
        try
        {
            var result = await Cli.Wrap("dotnet").WithArguments(arguments).WithValidation(CommandResultValidation.None)
                // What asks a person would wait for ever: nobody sees the question.
                .WithStandardInputPipe(PipeSource.Null)
                .WithStandardOutputPipe(lines).WithStandardErrorPipe(lines)
                .WithEnvironmentVariables(variables => variables.Set("DOTNET_NOLOGO", "1").Set("DOTNET_CLI_TELEMETRY_OPTOUT", "1"))
                .ExecuteAsync(cancellationToken).ConfigureAwait(false);
            return (result.ExitCode, string.Join('\n', last));
        }
        catch (Win32Exception missing)
        {
            throw new TesseraException(Diagnostic.Error(
                "TESS2070", $"The program 'dotnet' cannot be started: {missing.Message}", remedy: "Install the .NET 10 SDK, and put it on the PATH: https://dotnet.microsoft.com/download."), missing);
        }
    }

    /// <summary>Runs it, and fails where it does.</summary>
    /// <exception cref="TesseraException">TESS2070: there is none; TESS2074: it failed.</exception>
    public async Task RequireAsync(IReadOnlyList<string> arguments, string folder, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await RunAsync(arguments, cancellationToken).ConfigureAwait(false);
        if (exitCode != 0) throw Failure(arguments, exitCode, output, folder);
    }

    /// <summary>What is thrown where it failed. What it wrote is repeated where nobody has seen it.</summary>
    public TesseraException Failure(IReadOnlyList<string> arguments, int exitCode, string output, string folder) => new(Diagnostic.Error(
        "TESS2074", $"'dotnet {string.Join(' ', arguments)}' ended with exit code {exitCode}{(told is null && output.Length > 0 ? $":\n{output}" : ".")}", new SourceLocation(folder),
        "What it wrote says why; run the same command by hand to see all of it."));
}
