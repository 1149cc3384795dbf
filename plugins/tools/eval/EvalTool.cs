using System.Text.Json.Nodes;
using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;

namespace Tessera.Tools.Eval;

/// <summary>Runs the check of the project and says how many tests passed, and which failed.</summary>
[Tool("eval", Description = "Runs the project's check and counts the tests that passed.")]
public sealed class EvalTool()
    : Tool<EvalArguments>("eval", "Runs the evaluation of the project, such as its tests, on the files as they are now. It takes no arguments.")
{
    private const int MostNamed = 20;

    /// <inheritdoc/>
    protected override async ValueTask<Observation> CallAsync(EvalArguments arguments, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        EvaluationResult result;
        try
        {
            result = await session.EvaluateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (TerminalException missing)
        {
            return Observation.Failure(missing.Message);
        }

        var failed = result.Tests?.Where(test => test.Verdict == TestVerdict.Failed).ToList() ?? [];
        var output = result.Output.Length == 0 ? "(no output)\n" : result.Output;
        return new Observation($"{result}\n{Notes(result, failed)}\n{output}", result.TimedOut, new JsonObject
        {
            ["passed"] = result.Passed,
            ["exitCode"] = result.ExitCode,
            ["timedOut"] = result.TimedOut,
            ["testsPassed"] = result.Counts?.Passed,
            ["testsRun"] = result.Counts?.Total,
            ["failedTests"] = new JsonArray([.. failed.Take(MostNamed).Select(test => JsonValue.Create(test.Name))]),
        });
    }

    private static string Notes(EvaluationResult result, List<TestOutcome> failed)
    {
        var lines = failed.Take(MostNamed).Select(test => $"- {test.Name}: {test.Message}\n").ToList();
        if (lines.Count > 0) lines.Insert(0, "Failed tests:\n");
        if (failed.Count > MostNamed) lines.Add(FormattableString.Invariant($"- and {failed.Count - MostNamed} more\n"));
        if (result.PutBack.Count > 0) lines.Add($"Protected files had been changed and were put back first: {string.Join(", ", result.PutBack.Take(MostNamed))}.\n");
        return string.Concat(lines);
    }
}
