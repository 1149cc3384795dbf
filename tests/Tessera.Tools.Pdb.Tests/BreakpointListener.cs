using Tessera.Sdk.Tools;

namespace Tessera.Tools.Pdb.Tests;

/// <summary>Another tool, which hears of breakpoints.</summary>
internal sealed class BreakpointListener() : Tool<object>("listener", "Listens."), ISessionEventHandler<BreakpointsChanged>
{
    public IReadOnlyList<Breakpoint> Breakpoints { get; private set; } = [];

    public ValueTask<Observation?> HandleAsync(BreakpointsChanged sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        Breakpoints = sessionEvent.Breakpoints;
        return default;
    }

    protected override ValueTask<Observation> CallAsync(object arguments, IToolSession session, CancellationToken cancellationToken) => throw new NotSupportedException();
}
