using Tessera.Sdk.Terminals;
using Tessera.Tools.Pdb.Protocol;

namespace Tessera.Tools.Pdb.Answers;

/// <summary>Says how a debugged program ended.</summary>
internal static class EndSentence
{
    private const string Next = "Breakpoints are kept; the next command starts the program anew.";

    public static string Write(Exchange exchange) => exchange switch
    {
        { Report.Stop: { Reason: "failed" } stop } => $"error TESS4202: The program cannot be started: {stop.Exception?.TrimEnd('.')}{Place(stop)}. Correct it; breakpoints are kept, and the next command tries again.",
        { Report: not null, TimedOut: false } => $"Reached the end of the program. It ended with {Code(exchange.End!)}. {Next}",
        { Report: not null } => $"Reached the end of the program, but something that it started did not end and was ended ({Code(exchange.End!)}). {Next}",
        { TimedOut: true } => $"The command timed out, the program did not react to an interruption, and it was ended. {Next}",
        { IsStart: true } => $"error TESS4203: The debugger could not start in this Python ({Code(exchange.End!)}). What it wrote stands above; give an entry point with another Python.",
        _ => $"The program ended without the debugger, with {Code(exchange.End!)}: by os._exit, a signal or a crash. {Next}",
    };

    private static string Place(DriverStop stop) =>
        stop.File is null ? "" : FormattableString.Invariant($" ({Path.GetFileName(stop.File)}, line {stop.Line})");

    private static string Code(TerminalResult end) => end.ExitCode > 128
        ? FormattableString.Invariant($"exit code {end.ExitCode} (signal {end.ExitCode - 128})")
        : FormattableString.Invariant($"exit code {end.ExitCode}");
}
