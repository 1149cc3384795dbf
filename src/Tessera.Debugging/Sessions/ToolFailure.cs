using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Sessions;

/// <summary>Says to an agent that a tool itself failed.</summary>
internal static class ToolFailure
{
    public static Observation Explain(string tool, string work, Exception failure) => failure switch
    {
        // These are written for the one who reads them.
        WorkspaceException or TerminalException or TesseraException => Observation.Failure(failure.Message),
        _ => Observation.Failure($"error TESS4104: The tool '{tool}' failed in {work}: {failure.GetType().Name}: {failure.Message} This is a fault of the tool; try another way."),
    };
}
