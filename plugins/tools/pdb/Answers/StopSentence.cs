using Tessera.Tools.Pdb.Protocol;

namespace Tessera.Tools.Pdb.Answers;

/// <summary>Says why a program stands still.</summary>
internal static class StopSentence
{
    /// <summary>The sentence; null where the place says it all.</summary>
    public static string? Write(Exchange exchange, int timeoutSeconds)
    {
        var stop = exchange.Report!.Stop;
        if (exchange.TimedOut)
        {
            return FormattableString.Invariant($"The command timed out after {timeoutSeconds} seconds. ")
                + (stop.Moved ? "The program was interrupted where it stands; its variables and the breakpoints are kept." : "It was interrupted; the program stands where it stood, its variables and the breakpoints are kept.");
        }

        if (!stop.Moved) return null;
        return stop.Reason switch
        {
            "breakpoint" when stop.Breakpoint is { } number => FormattableString.Invariant($"Stopped at breakpoint {number}."),
            "breakpoint" => "Stopped at a call of breakpoint() in the program.",
            "interrupted" => "The program was interrupted where it stands.",
            "exception" => $"An exception is being raised: {stop.Exception}",
            "post-mortem" when stop.Thread is { } thread => $"The thread {thread} ended by an uncaught exception: {stop.Exception}\nIts frames can be examined (post-mortem); `c` lets the other threads go on.",
            "post-mortem" when stop.Process is { } process => FormattableString.Invariant($"The child process {process} ended by an uncaught exception: {stop.Exception}\nIts frames can be examined (post-mortem); `c` lets it end."),
            "post-mortem" => $"The program ended by an uncaught exception: {stop.Exception}\nIts frames can be examined (post-mortem); `c` lets it end.{InputHint(stop)}",
            _ => null,
        };
    }

    private static string InputHint(DriverStop stop) => stop.Exception?.StartsWith("EOFError", StringComparison.Ordinal) == true
        ? " The program's standard input is empty, or read to its end; give what it is to read as `input`."
        : "";
}
