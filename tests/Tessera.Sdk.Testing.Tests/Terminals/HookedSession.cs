using Tessera.Sdk.Terminals;

namespace Tessera.Sdk.Testing.Tests.Terminals;

/// <summary>A session that hands everything on, unless it is told otherwise.</summary>
internal sealed class HookedSession(ITerminalSession inner) : ITerminalSession
{
    public Stream? Channel { get; init; } = inner.Channel;

    public Task<TerminalResult> Completion { get; set; } = inner.Completion;

    public Func<bool?> OnWaiting { get; init; } = () => inner.IsWaitingForInput;

    public Func<string, string> OnTake { get; init; } = text => text;

    public Action OnInterrupt { get; init; } = inner.Interrupt;

    public Action OnDispose { get; init; } = () => { };

    public bool? IsWaitingForInput => OnWaiting();

    public string TakeOutput() => OnTake(inner.TakeOutput());

    public Task WriteInputAsync(string text, CancellationToken cancellationToken) => inner.WriteInputAsync(text, cancellationToken);

    public void Interrupt() => OnInterrupt();

    public async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await Completion;
        OnDispose();
    }
}
