using Tessera.Sdk.Testing.Repetition;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>What a tool must not depend on, and must not touch.</summary>
internal static class IsolationChecks
{
    public static IReadOnlyList<ConformanceCheck<ToolTrial>> All { get; } =
    [
        new("CONF-T15", "Equal calls in equal projects give equal answers", async (trial, token) =>
        {
            RequireDeterminism(trial);
            return await Calls(trial).FindChanceAsync("Keep nothing in static fields, name no temporary path and no time, or set Deterministic to false.", token).ConfigureAwait(false);
        }),
        new("CONF-T16", "Answers do not depend on the culture", async (trial, token) =>
        {
            RequireDeterminism(trial);
            return await Calls(trial).FindCultureAsync(token).ConfigureAwait(false);
        }),
        new("CONF-T17", "Instances side by side do not disturb each other", async (trial, token) =>
        {
            RequireDeterminism(trial);
            return await Calls(trial).FindDisturbanceAsync("Each instance serves one session and shares nothing.", token).ConfigureAwait(false);
        }),
        new("CONF-T18", "The process stays as it was", (trial, token) => ProcessState.FindChangeAsync(() => trial.CallAsync(trial.Arguments, token))),
        new("CONF-T19", "Files outside the workspace are neither read nor written", ConfinementCheck.FindFaultAsync),
        new("CONF-T20", "Read-only files stay as they are", async (trial, token) =>
        {
            await using var project = TrialProject.Create(trial.Options, readOnly: true);
            var before = project.ReadFiles();
            var tool = trial.Create();
            await ToolTrial.CallAsync(tool, trial.Arguments, project.Session, token).ConfigureAwait(false);
            await Disposal.DisposeAsync(tool).ConfigureAwait(false);
            var changed = Changed(before, project.ReadFiles());
            return changed.Count == 0 ? null : $"'{changed[0]}' was changed, though the workspace refuses it. Write through session.Workspace only.";
        }),
        new("CONF-T21", "A changed file is announced", async (trial, token) =>
        {
            await using var project = TrialProject.Create(new ToolConformanceOptions { Arguments = trial.Arguments, Files = trial.Options.Files });
            var before = project.ReadFiles();
            var tool = trial.Create();
            await ToolTrial.CallAsync(tool, trial.Arguments, project.Session, token).ConfigureAwait(false);
            await Disposal.DisposeAsync(tool).ConfigureAwait(false);
            var changed = Changed(before, project.ReadFiles());
            if (changed.Count == 0) throw new NotApplicableException("the call changes no file.");
            var announced = ((TrialSession)project.Session).Events.OfType<FileChanged>().Select(change => change.Path.Relative).ToHashSet(StringComparer.Ordinal);
            return changed.FirstOrDefault(file => !announced.Contains(file)) is { } silent ? $"'{silent}' was changed and no FileChanged was published. Debuggers and views rely on it." : null;
        }),
    ];

    private static void RequireDeterminism(ToolTrial trial)
    {
        if (!trial.Options.Deterministic) throw new NotApplicableException("the tool is said not to be deterministic.");
    }

    private static RepeatedWork Calls(ToolTrial trial) => new(async token =>
        (await trial.CallAsync(trial.Arguments, token).ConfigureAwait(false)) is var observation ? observation.Text + observation.Data?.ToJsonString() : "");

    private static List<string> Changed(Dictionary<string, string> before, Dictionary<string, string> after) =>
        [.. before.Keys.Union(after.Keys).Where(file => before.GetValueOrDefault(file) != after.GetValueOrDefault(file)).Order(StringComparer.Ordinal)];
}
