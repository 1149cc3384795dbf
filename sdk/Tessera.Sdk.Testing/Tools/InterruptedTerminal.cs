using Tessera.Sdk.Terminals;
using Tessera.Sdk.Testing.Cancellation;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>A terminal that says whenever a tool waits for it.</summary>
internal sealed class InterruptedTerminal(ITerminal inner, Interruption interruption) : ITerminal
{
    public const string Run = "a program ran";

    public async Task<TerminalResult> RunAsync(TerminalCommand command, CancellationToken cancellationToken)
    {
        interruption.Wait(Run);
        return await inner.RunAsync(command, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ITerminalSession> OpenAsync(TerminalCommand command, CancellationToken cancellationToken)
    {
        interruption.Wait(Run);
        return await inner.OpenAsync(command, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
