using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Tests.Sessions;

internal sealed record Ping(int Number) : SessionEvent;

internal sealed record LoudPing(int Number) : SessionEvent;

internal sealed class Words
{
    public required string Text { get; set; }

    public int Times { get; set; } = 1;
}

/// <summary>Repeats a text, and publishes that it did.</summary>
internal sealed class RepeatTool() : Tool<Words>("repeat", "Repeats a text."), ISessionEventHandler<Ping>
{
    public int Heard { get; private set; }

    public ValueTask<Observation?> HandleAsync(Ping sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        Heard++;
        return default;
    }

    protected override async ValueTask<Observation> CallAsync(Words arguments, IToolSession session, CancellationToken cancellationToken)
    {
        await session.PublishAsync(new Ping(arguments.Times), cancellationToken);
        return Observation.Success(string.Concat(Enumerable.Repeat(arguments.Text, arguments.Times)));
    }
}

/// <summary>Hears of everything and notes it.</summary>
internal sealed class NotingTool() : Tool<Words>("noting", "Notes."), ISessionEventHandler<SessionEvent>
{
    public List<SessionEvent> Heard { get; } = [];

    public ValueTask<Observation?> HandleAsync(SessionEvent sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        Heard.Add(sessionEvent);
        return new ValueTask<Observation?>(Observation.Success($"heard {sessionEvent.GetType().Name}"));
    }

    protected override ValueTask<Observation> CallAsync(Words arguments, IToolSession session, CancellationToken cancellationToken) => new(Observation.Success("noted"));
}

/// <summary>Fails in every way.</summary>
internal sealed class BrokenTool() : Tool<Words>("broken", "Fails."), ISessionEventHandler<Ping>
{
    public ValueTask<Observation?> HandleAsync(Ping sessionEvent, IToolSession session, CancellationToken cancellationToken) => throw new InvalidOperationException("handler fell over");

    protected override ValueTask<Observation> CallAsync(Words arguments, IToolSession session, CancellationToken cancellationToken) => throw new InvalidOperationException("tool fell over");
}

/// <summary>Answers each loud event with another one.</summary>
internal sealed class EchoTool(string name) : Tool<Words>(name, "Echoes."), ISessionEventHandler<LoudPing>
{
    public async ValueTask<Observation?> HandleAsync(LoudPing sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        await session.PublishAsync(new LoudPing(sessionEvent.Number + 1), cancellationToken);
        return null;
    }

    protected override async ValueTask<Observation> CallAsync(Words arguments, IToolSession session, CancellationToken cancellationToken)
    {
        await session.PublishAsync(new LoudPing(0), cancellationToken);
        return Observation.Success("called");
    }
}

/// <summary>Ends the session.</summary>
internal sealed class SubmitTool() : Tool<Words>("submit", "Submits.")
{
    protected override async ValueTask<Observation> CallAsync(Words arguments, IToolSession session, CancellationToken cancellationToken)
    {
        await session.PublishAsync(new SubmissionMade(arguments.Text), cancellationToken);
        return Observation.Success("submitted");
    }
}
