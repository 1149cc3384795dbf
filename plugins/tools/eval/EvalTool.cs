using System.Composition;
using Tessera.Sdk.Tools;

namespace Tessera.Tools.Eval;

/// <summary>Runs the check of the project and says how many tests passed.</summary>
/// <param name="options">The bounds.</param>
[Tool("eval", Description = "Runs the project's check and counts the tests that passed.", Options = typeof(EvalOptions))]
[method: ImportingConstructor]
public sealed class EvalTool(EvalOptions options)
    : Tool<EvalArguments>("eval", "Runs the evaluation of the project, such as its tests, on the files as they are now. It takes no arguments.")
{
    /// <inheritdoc/>
    protected override async ValueTask<Observation> CallAsync(EvalArguments arguments, IToolSession session, CancellationToken cancellationToken) =>
        await ProjectEvaluation.RunAsync(session, TimeSpan.FromSeconds(options.TimeoutSeconds), options.MaxOutput, cancellationToken).ConfigureAwait(false);
}
