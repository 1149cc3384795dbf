using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Sessions;

/// <summary>Says to an agent that a tool itself failed.</summary>
internal static class ToolFailure
{
    /// <summary>Whether a failure is the tool's own: not the end of the call by whoever waits, and not the loss of the terminal, which no tool can mend.</summary>
    public static bool IsTheTools(Exception failure, CancellationToken cancellationToken) =>
        failure is not TerminalLostException && (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested);

    public static Observation Explain(string tool, string work, Exception failure) => failure switch
    {
        // These are written for the one who reads them.
        WorkspaceException or TerminalException or TesseraException => Observation.Failure(failure.Message),
        _ => Observation.Failure($"error TESS4104: The tool '{tool}' failed in {work}: {failure.GetType().Name}: {failure.Message} This is a fault of the tool; try another way."),
    };
}
