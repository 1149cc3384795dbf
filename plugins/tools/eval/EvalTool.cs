using System.Composition;
using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Sdk.Terminals;
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
    protected override async ValueTask<Observation> CallAsync(EvalArguments arguments, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var check = session.EntryPoints.Evaluate;
        var command = new TerminalCommand
        {
            Program = check[0],
            Arguments = [.. check.Skip(1)],
            Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
            OutputLimit = options.MaxOutput,
        };
        TerminalResult result;
        try
        {
            result = await session.Terminal.RunAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (TerminalException missing)
        {
            return Observation.Failure(missing.Message);
        }

        var tests = result.TimedOut ? null : TestCounts.Find(result.Output);
        await session.PublishAsync(new EvaluationFinished(result.Succeeded, tests?.Passed, tests?.Total), cancellationToken).ConfigureAwait(false);
        var text = $"{Verdict(result, tests)}\n\n{(result.Output.Length == 0 ? "(no output)\n" : result.Output)}";
        return new Observation(text, result.TimedOut, new JsonObject
        {
            ["passed"] = result.Succeeded,
            ["exitCode"] = result.ExitCode,
            ["timedOut"] = result.TimedOut,
            ["testsPassed"] = tests?.Passed,
            ["testsRun"] = tests?.Total,
        });
    }

    private string Verdict(TerminalResult result, TestCounts? tests)
    {
        if (result.TimedOut) return string.Create(CultureInfo.InvariantCulture, $"The evaluation was ended after {options.TimeoutSeconds} seconds. Partial output:");
        var counts = tests is null ? "" : string.Create(CultureInfo.InvariantCulture, $": {tests.Passed} of {tests.Total} tests");
        return result.Succeeded
            ? $"The evaluation passed{counts}."
            : string.Create(CultureInfo.InvariantCulture, $"The evaluation failed{(tests is null ? "" : counts + " passed")} (exit code {result.ExitCode}).");
    }
}
