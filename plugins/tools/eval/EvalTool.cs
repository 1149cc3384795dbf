using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;

namespace Tessera.Tools.Eval;

/// <summary>Runs the check of the project and says how many tests passed, and which failed.</summary>
[Tool("eval", Description = "Runs the project's check and counts the tests that passed.")]
public sealed class EvalTool()
    : Tool<EvalArguments>("eval", "Runs the evaluation of the project, such as its tests, on the files as they are now. It takes no arguments.")
{
    /// <inheritdoc/>
    protected override async ValueTask<Observation> CallAsync(EvalArguments arguments, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
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
