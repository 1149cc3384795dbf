namespace Tessera.Cli;

/// <summary>What the command's exit code says; listed in docs/command-line.md.</summary>
internal static class ExitCodes
{
    /// <summary>All that was asked for was done.</summary>
    public const int Success = 0;

    /// <summary>The work began and some of it failed.</summary>
    public const int Failed = 1;

    /// <summary>What was asked for cannot be done: a mistake in the command line, a pipeline or a plugin.</summary>
    public const int Invalid = 2;

    /// <summary>Ctrl-C, as shells count it; a run can be resumed.</summary>
    public const int Interrupted = 130;
}
