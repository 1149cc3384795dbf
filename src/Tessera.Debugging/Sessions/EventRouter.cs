using System.Reflection;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Sessions;

/// <summary>Tells a tool of an event, if it handles the event's type or one that it derives from.</summary>
internal sealed class EventRouter
{
    /// <summary>How many events may lead to one another.</summary>
    public const int MostDepth = 8;

    private delegate ValueTask<Observation?> Telling(ITool tool, SessionEvent sessionEvent, IToolSession session, CancellationToken cancellationToken);

    // Kept for one session only: types of plugins in a static table would never be unloaded.
    private readonly Dictionary<Type, Telling> _tellings = [];

    /// <summary>Tells a tool.</summary>
    /// <returns>What the tool noted, or that it failed; null when it does not handle the event or has nothing to say.</returns>
    public async ValueTask<Observation?> TellAsync(ITool tool, SessionEvent sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        try
        {
            var noted = await TellingOf(sessionEvent.GetType())(tool, sessionEvent, session, cancellationToken).ConfigureAwait(false);
            return noted is null ? null : CheckedAnswer.Of(noted);
        }
        catch (Exception failure) when (ToolFailure.IsTheTools(failure, cancellationToken))
        {
            return ToolFailure.Explain(tool.Definition.Name, $"taking note of {sessionEvent.GetType().Name}", failure);
        }
    }

    private Telling TellingOf(Type type)
    {
        if (_tellings.TryGetValue(type, out var known)) return known;
        var method = typeof(EventRouter).GetMethod(nameof(HandleAsync), BindingFlags.NonPublic | BindingFlags.Static)!;
        return _tellings[type] = method.MakeGenericMethod(type).CreateDelegate<Telling>();
    }

    // The contract is contravariant: who handles a base type is also a handler of this one.
    private static ValueTask<Observation?> HandleAsync<TEvent>(ITool tool, SessionEvent sessionEvent, IToolSession session, CancellationToken cancellationToken)
        where TEvent : SessionEvent =>
        tool is ISessionEventHandler<TEvent> handler ? handler.HandleAsync((TEvent)sessionEvent, session, cancellationToken) : default;
}
