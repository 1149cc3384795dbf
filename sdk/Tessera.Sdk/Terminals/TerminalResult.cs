namespace Tessera.Sdk.Terminals;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; 128 + n where signal n ended it.</param>
/// <param name="Output">Standard output and error in order of arrival, within the bound.</param>
/// <param name="TimedOut">Whether the time bound ended it.</param>
/// <param name="OutputTruncated">Whether output was left out.</param>
/// <param name="Elapsed">How long it ran.</param>
public sealed record TerminalResult(int ExitCode, string Output, bool TimedOut, bool OutputTruncated, TimeSpan Elapsed)
{
    /// <summary>Whether it ended by itself with exit code 0.</summary>
    public bool Succeeded => ExitCode == 0 && !TimedOut;
}
