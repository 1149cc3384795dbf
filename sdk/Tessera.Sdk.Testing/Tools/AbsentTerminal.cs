using Tessera.Sdk.Terminals;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>A terminal where no program is installed.</summary>
internal sealed class AbsentTerminal : ITerminal
{
    public Task<TerminalResult> RunAsync(TerminalCommand command, CancellationToken cancellationToken) => throw Missing(command);

    public Task<ITerminalSession> OpenAsync(TerminalCommand command, CancellationToken cancellationToken) => throw Missing(command);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What it answers to every command.</summary>
    public static TerminalException Missing(TerminalCommand command) =>
        new(command, $"{command.Program} is not installed here: give the kit a session with a terminal, in OpenSession.");
}
