using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Terminals;

/// <summary>What is said of a program that the system refused to start.</summary>
internal static class StartFailure
{
    public static TerminalException Of(TerminalCommand command, Exception refused) => new(
        command, $"error TESS4112: {command.Program} cannot be started: {refused.Message}. Check that the file is a program for this machine and may be executed.", refused);
}
