namespace Tessera.Sdk.Tools;

/// <summary>Implemented by a tool that needs to know of an event, of its type or any derived from it.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
public interface ISessionEventHandler<in TEvent> where TEvent : SessionEvent
{
    /// <summary>Takes note of an event that another tool or the environment published.</summary>
    /// <param name="sessionEvent">The event.</param>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>Something the agent should see beside the observation of its call; null for nothing.</returns>
    ValueTask<Observation?> HandleAsync(TEvent sessionEvent, IToolSession session, CancellationToken cancellationToken);
}
