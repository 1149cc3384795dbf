using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Tools;

/// <summary>A tool that an agent calls. One instance serves one session; it may keep state and may be disposable.</summary>
/// <remarks>
/// A tool answers what an agent did wrong with a failed observation and does not throw for it.
/// It hears of other tools' effects by also implementing <see cref="ISessionEventHandler{TEvent}"/>.
/// Most tools derive from <see cref="Tool{TArguments}"/>.
/// </remarks>
[PartKind("tool")]
public interface ITool
{
    /// <summary>What agents are told about the tool.</summary>
    ToolDefinition Definition { get; }

    /// <summary>Answers one call.</summary>
    /// <param name="call">The call as the agent made it; its arguments are not yet checked.</param>
    /// <param name="session">The session the call belongs to.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>What the agent sees.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled; a call that was cancelled does not succeed.</exception>
    ValueTask<Observation> CallAsync(ToolCall call, IToolSession session, CancellationToken cancellationToken);
}
