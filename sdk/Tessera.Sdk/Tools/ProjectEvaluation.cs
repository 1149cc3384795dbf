using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Sdk.Terminals;

namespace Tessera.Sdk.Tools;

/// <summary>Runs a project's check as tools do: bounded, counted, and told to the other tools.</summary>
public static class ProjectEvaluation
{
    /// <summary>Runs the check of a session's project and publishes <see cref="EvaluationFinished"/>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="timeout">How long the check may take.</param>
    /// <param name="outputLimit">How many characters of its output are shown: the first and the last half of them.</param>
    /// <param name="cancellationToken">Ends the check early.</param>
    /// <returns>The verdict with the check's output. It is failed where the check could not be run to its end, not where it says no.</returns>
    public static async Task<Observation> RunAsync(IToolSession session, TimeSpan timeout, int outputLimit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var check = session.EntryPoints.Evaluate;
        var command = new TerminalCommand { Program = check[0], Arguments = [.. check.Skip(1)], Timeout = timeout, OutputLimit = outputLimit };
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
        var text = $"{Verdict(result, tests, timeout)}\n\n{(result.Output.Length == 0 ? "(no output)\n" : result.Output)}";
        return new Observation(text, result.TimedOut, new JsonObject
        {
            ["passed"] = result.Succeeded,
            ["exitCode"] = result.ExitCode,
            ["timedOut"] = result.TimedOut,
            ["testsPassed"] = tests?.Passed,
            ["testsRun"] = tests?.Total,
        });
    }

    private static string Verdict(TerminalResult result, TestCounts? tests, TimeSpan timeout)
    {
        if (result.TimedOut) return string.Create(CultureInfo.InvariantCulture, $"The evaluation was ended after {timeout.TotalSeconds} seconds. Partial output:");
        var counts = tests is null ? "" : string.Create(CultureInfo.InvariantCulture, $": {tests.Passed} of {tests.Total} tests");
        return result.Succeeded
            ? $"The evaluation passed{counts}."
            : string.Create(CultureInfo.InvariantCulture, $"The evaluation failed{(tests is null ? "" : counts + " passed")} (exit code {result.ExitCode}).");
    }
}
