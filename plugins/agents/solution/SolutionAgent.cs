using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.Solution;

/// <summary>Applies a task's known solution through the tool <c>rewrite</c>, checks it by <c>eval</c> and ends by <c>submit</c>, as far as these are there.</summary>
/// <remarks>The tool keeps a file's line endings, and whether the file ends with one; a solution that differs only there changes nothing.</remarks>
[Agent("solution", Description = "Applies a task's known solution, to prove the task sound.")]
public sealed class SolutionAgent : IAgent
{
    /// <inheritdoc/>
    /// <exception cref="TesseraException">TESS4304: there is no solution, it cannot be read, or there is no tool to apply it; no call is made then.</exception>
    public async Task<AgentOutcome> RunAsync(IAgentEnvironment environment, AgentTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(task);
        if (environment.Tools.All(tool => tool.Name != "rewrite")) throw Refuse("There is no tool 'rewrite' to apply the solution with.", "Name tool/rewrite among the tools.");
        var steps = 0;
        foreach (var hunk in Hunks(task))
        {
            if (environment.Ended) return new AgentOutcome(AgentStopReason.EnvironmentEnded, steps, "The session ended before the whole solution was applied.");
            if (steps >= task.MaxSteps) return new AgentOutcome(AgentStopReason.StepsExhausted, steps, "The solution has more places than calls are allowed.");
            var observations = await CallAsync("rewrite", Rewrite(hunk)).ConfigureAwait(false);
            if (observations[0].Failed) return new AgentOutcome(AgentStopReason.GaveUp, steps, $"The solution does not fit: {observations[0].Text}");
        }

        foreach (var closing in new[] { "eval", "submit" })
        {
            if (!environment.Ended && steps < task.MaxSteps && environment.Tools.Any(tool => tool.Name == closing)) await CallAsync(closing, []).ConfigureAwait(false);
        }

        return new AgentOutcome(AgentStopReason.Done, steps);

        Task<IReadOnlyList<Observation>> CallAsync(string tool, JsonObject arguments) =>
            environment.StepAsync(new ToolCall((++steps).ToString(CultureInfo.InvariantCulture), tool, arguments), cancellationToken);
    }

    private static IReadOnlyList<PatchHunk> Hunks(AgentTask task)
    {
        if (task.Solution is null) throw Refuse("The task has no known solution.", "Put a solution.patch beside the task's project.");
        try
        {
            return PatchReader.Read(task.Solution);
        }
        catch (FormatException unfit)
        {
            throw Refuse($"The solution cannot be read: {unfit.Message}", "Write a unified difference, as `diff -u` and `git diff` do.");
        }
    }

    // The lines that stood there are expected: a solution that has drifted is refused, not misapplied.
    private static JsonObject Rewrite(PatchHunk hunk)
    {
        var arguments = new JsonObject { ["path"] = hunk.File, ["new_code"] = string.Concat(hunk.NewLines), ["expected"] = string.Concat(hunk.OldLines) };
        if (hunk.OldLines.Count == 0) return arguments;
        arguments["start"] = hunk.Start;
        arguments["end"] = hunk.Start + hunk.OldLines.Count - 1;
        return arguments;
    }

    private static TesseraException Refuse(string message, string remedy) => new(Diagnostic.Error("TESS4304", message, remedy: remedy));
}
