using Tessera.Sdk.Diagnostics;

namespace Tessera.Cli.Output;

/// <summary>How a command ends that cannot go on: a message with an id, never a stack trace.</summary>
internal static class FailureOutput
{
    private const string TraceVariable = "TESSERA_TRACE";

    public static int Report(Exception failure, bool json)
    {
        if (Environment.GetEnvironmentVariable(TraceVariable) == "1") Console.Error.WriteLine(failure);
        if (failure is OperationCanceledException) return ExitCodes.Interrupted;
        var (diagnostics, exitCode) = Explain(failure);
        try
        {
            return DiagnosticOutput.Report(diagnostics, json, exitCode);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // Where the output is what failed, it cannot be told there.
            DiagnosticOutput.WriteText(Console.Error, diagnostics);
            return exitCode;
        }
    }

    private static (IReadOnlyList<Diagnostic> Diagnostics, int ExitCode) Explain(Exception failure) => failure switch
    {
        TesseraException explained => (explained.Diagnostics, ExitCodes.Invalid),
        IOException or UnauthorizedAccessException => ([Diagnostic.Error(
            "TESS1906", $"Something could not be read or written: {failure.Message}", remedy: "Look at the place that the message names or, where it names none, at where the output goes.")], ExitCodes.Failed),
        _ => ([Diagnostic.Error(
            "TESS1907", $"The command failed with {failure.GetType().Name}: {failure.Message}", remedy: $"This should not happen. Please report it, with what {TraceVariable}=1 prints.")], ExitCodes.Failed),
    };
}
