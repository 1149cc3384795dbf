using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.Solution;

/// <summary>Applies a task's known solution through the tool <c>rewrite</c>, checks it by <c>eval</c> and ends by <c>submit</c>, as far as these are there.</summary>
[Agent("solution", Description = "Applies a task's known solution, to prove the task sound.")]
public sealed class SolutionAgent : IAgent
{
    private IAgentEnvironment? _environment;
    private int _steps;

    /// <inheritdoc/>
    /// <exception cref="TesseraException">TESS4304: there is no solution, it cannot be read, or there is no tool to apply it.</exception>
    public async Task<AgentOutcome> RunAsync(IAgentEnvironment environment, AgentTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(task);
        _environment = environment;
        if (environment.Tools.All(tool => tool.Name != "rewrite")) throw Refuse("There is no tool 'rewrite' to apply the solution with.", "Name tool/rewrite among the tools.");
        var shifts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var hunk in Hunks(task))
        {
            var observations = await CallAsync("rewrite", Rewrite(hunk, shifts.GetValueOrDefault(hunk.File)), cancellationToken).ConfigureAwait(false);
            if (observations[0].Failed) return new AgentOutcome(AgentStopReason.GaveUp, _steps, $"The solution does not fit: {observations[0].Text}");
            shifts[hunk.File] = shifts.GetValueOrDefault(hunk.File) + hunk.NewLines.Count - hunk.OldLines.Count;
        }

        foreach (var closing in new[] { "eval", "submit" })
        {
            if (!environment.Ended && environment.Tools.Any(tool => tool.Name == closing)) await CallAsync(closing, [], cancellationToken).ConfigureAwait(false);
        }

        return new AgentOutcome(AgentStopReason.Done, _steps);
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

    // Where lines are replaced, the lines that stood there are expected: a solution that has drifted is refused, not misapplied.
    private static JsonObject Rewrite(PatchHunk hunk, int shift)
    {
        var arguments = new JsonObject { ["path"] = hunk.File, ["new_code"] = string.Concat(hunk.NewLines) };
        if (hunk.IsNewFile) return arguments;
        var start = hunk.OldStart + shift;
        if (hunk.OldLines.Count == 0) throw Refuse($"The solution inserts into {hunk.File} without context.", "Write the difference with lines of context.");
        arguments["start"] = start;
        arguments["end"] = start + hunk.OldLines.Count - 1;
        arguments["expected"] = string.Concat(hunk.OldLines);
        return arguments;
    }

    private Task<IReadOnlyList<Observation>> CallAsync(string tool, JsonObject arguments, CancellationToken cancellationToken) =>
        _environment!.StepAsync(new ToolCall((++_steps).ToString(CultureInfo.InvariantCulture), tool, arguments), cancellationToken);

    private static TesseraException Refuse(string message, string remedy) => new(Diagnostic.Error("TESS4304", message, remedy: remedy));
}
