using Tessera.Debugging.Terminals.Local;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Tests.Episodes;

/// <summary>Local terminals that can be lost, as containers can.</summary>
internal sealed class LosableTerminals : ITerminalProvider
{
    private readonly LocalTerminalProvider _local = new(new LocalOptions(), TimeProvider.System);
    private readonly List<Losable> _open = [];

    public ValueTask<string?> FindObstacleAsync(CancellationToken cancellationToken) => _local.FindObstacleAsync(cancellationToken);

    public ITerminal Open(TerminalSite site)
    {
        _open.Add(new Losable(_local.Open(site)));
        return _open[^1];
    }

    public void Lose() => _open.ForEach(terminal => terminal.IsLost = true);

    private sealed class Losable(ITerminal inner) : ITerminal
    {
        public bool IsLost { get; set; }

        public Task<TerminalResult> RunAsync(TerminalCommand command, CancellationToken cancellationToken)
        {
            Check();
            return inner.RunAsync(command, cancellationToken);
        }

        public Task<ITerminalSession> OpenAsync(TerminalCommand command, CancellationToken cancellationToken)
        {
            Check();
            return inner.OpenAsync(command, cancellationToken);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private void Check()
        {
            if (IsLost) throw new TerminalLostException("It was removed.");
        }
    }
}
