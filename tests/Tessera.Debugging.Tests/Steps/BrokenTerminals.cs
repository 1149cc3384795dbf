using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Tests.Steps;

/// <summary>Terminals that do not work on this system.</summary>
internal sealed class BrokenTerminals : ITerminalProvider
{
    public ValueTask<string?> FindObstacleAsync(CancellationToken cancellationToken) => new("Its service is away. Start it.");

    public ITerminal Open(TerminalSite site) => throw new NotSupportedException();
}
