using Tessera.Sdk.Tools;

namespace Tessera.Tools.Tests;

/// <summary>Another tool, which hears of everything.</summary>
internal sealed class EventListener() : Tool<object>("listener", "Listens."), ISessionEventHandler<SessionEvent>
{
    public List<SessionEvent> Heard { get; } = [];

    public ValueTask<Observation?> HandleAsync(SessionEvent sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        Heard.Add(sessionEvent);
        return default;
    }

    protected override ValueTask<Observation> CallAsync(object arguments, IToolSession session, CancellationToken cancellationToken) => throw new NotSupportedException();
}
