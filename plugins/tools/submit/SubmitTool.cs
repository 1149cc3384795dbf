using System.Composition;
using System.Text.Json.Nodes;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;

namespace Tessera.Tools.Submit;

/// <summary>Declares the agent's work done, which ends the session.</summary>
/// <param name="options">Whether and how the project is checked first.</param>
[Tool("submit", Description = "Declares the work done and ends the session.", Options = typeof(SubmitOptions))]
[method: ImportingConstructor]
public sealed class SubmitTool(SubmitOptions options)
    : Tool<SubmitArguments>("submit", "Declares the work done and ends the session. Call it once, when the project is right or nothing more can be done."),
        ISessionEventHandler<EnvironmentReset>
{
    // What an agent says at the end is read by people.
    private const int LongestMessage = 10_000;

    private bool _submitted;

    /// <inheritdoc/>
    public ValueTask<Observation?> HandleAsync(EnvironmentReset sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        _submitted = false;
        return default;
    }

    /// <inheritdoc/>
    protected override async ValueTask<Observation> CallAsync(SubmitArguments arguments, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(session);
        if (_submitted) return Observation.Failure("The work has already been submitted; nothing more needs to be done.");
        var message = string.IsNullOrWhiteSpace(arguments.Message) ? null : BoundedText.Cut(arguments.Message, LongestMessage);
        var evaluation = options.EvaluateOnSubmit ? await EvaluateAsync(session, cancellationToken).ConfigureAwait(false) : null;
        await session.PublishAsync(new SubmissionMade(message), cancellationToken).ConfigureAwait(false);
        _submitted = true;
        var text = message is null ? "The work is submitted." : $"The work is submitted, with the message: {message}";
        return Observation.Success(
            evaluation is null ? text : $"{text}\n\n{evaluation.Text}",
            new JsonObject { ["message"] = message, ["evaluation"] = evaluation?.Data?.DeepClone() });
    }

    // The work is submitted whatever the check says, also where it cannot be run.
    private static async Task<Observation> EvaluateAsync(IToolSession session, CancellationToken cancellationToken)
    {
        try
        {
            return (await session.EvaluateAsync(cancellationToken).ConfigureAwait(false)).ToObservation();
        }
        catch (TerminalException missing)
        {
            return Observation.Failure(missing.Message);
        }
    }
}
