using System.Globalization;
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
            var (first, second) = (await TextAsync(trial, token).ConfigureAwait(false), await TextAsync(trial, token).ConfigureAwait(false));
            return first == second ? null : $"'{first}' and '{second}' differ. Keep nothing in static fields, name no temporary path and no time, or set Deterministic to false.";
        }),
        new("CONF-T16", "Answers do not depend on the culture", async (trial, token) =>
        {
            RequireDeterminism(trial);
            var before = CultureInfo.CurrentCulture;
            var invariant = await TextAsync(trial, token).ConfigureAwait(false);
            try
            {
                // Decimal commas, apostrophes between thousands, and another minus.
                CultureInfo.CurrentCulture = StrangeCulture();
                var strange = await TextAsync(trial, token).ConfigureAwait(false);
                return strange == invariant ? null : $"'{invariant}' becomes '{strange}'. Format with CultureInfo.InvariantCulture.";
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        }),
        new("CONF-T17", "Instances side by side do not disturb each other", async (trial, token) =>
        {
            RequireDeterminism(trial);
            var alone = await TextAsync(trial, token).ConfigureAwait(false);
            var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TextAsync(trial, token), token))).ConfigureAwait(false);
            return together.FirstOrDefault(text => text != alone) is { } other ? $"alone it answers '{alone}', among others '{other}'. Each instance serves one session and shares nothing." : null;
        }),
        new("CONF-T18", "The process stays as it was", async (trial, token) =>
        {
            var (folder, variables, culture) = (Environment.CurrentDirectory, Variables(), CultureInfo.DefaultThreadCurrentCulture);
            await trial.CallAsync(trial.Arguments, token).ConfigureAwait(false);
            var fault = Environment.CurrentDirectory != folder ? "the current folder changed"
                : Variables() != variables ? "environment variables changed"
                : !Equals(CultureInfo.DefaultThreadCurrentCulture, culture) ? "the default culture changed" : null;
            Environment.CurrentDirectory = folder;
            CultureInfo.DefaultThreadCurrentCulture = culture!;
            return fault is null ? null : fault + ". Other tools run in the same process.";
        }),
        new("CONF-T19", "Files outside the workspace are neither read nor written", ConfinementCheck.FindFaultAsync),
        new("CONF-T20", "Read-only files stay as they are", async (trial, token) =>
        {
            await using var project = TrialProject.Create(trial.Options, readOnly: true);
            var before = project.ReadFiles();
            var tool = trial.Create();
            await ToolTrial.CallAsync(tool, trial.Arguments, project.Session, token).ConfigureAwait(false);
            await ToolTrial.DisposeAsync(tool).ConfigureAwait(false);
            var changed = Changed(before, project.ReadFiles());
            return changed.Count == 0 ? null : $"'{changed[0]}' was changed, though the workspace refuses it. Write through session.Workspace only.";
        }),
        new("CONF-T21", "A changed file is announced", async (trial, token) =>
        {
            await using var project = TrialProject.Create(new ToolConformanceOptions { Arguments = trial.Arguments, Files = trial.Options.Files });
            var before = project.ReadFiles();
            var tool = trial.Create();
            await ToolTrial.CallAsync(tool, trial.Arguments, project.Session, token).ConfigureAwait(false);
            await ToolTrial.DisposeAsync(tool).ConfigureAwait(false);
            var changed = Changed(before, project.ReadFiles());
            if (changed.Count == 0) throw new NotApplicableException("the call changes no file.");
            var announced = ((TrialSession)project.Session).Events.OfType<FileChanged>().Select(change => change.Path.Relative).ToHashSet(StringComparer.Ordinal);
            return changed.FirstOrDefault(file => !announced.Contains(file)) is { } silent ? $"'{silent}' was changed and no FileChanged was published. Debuggers and views rely on it." : null;
        }),
    ];

    private static CultureInfo StrangeCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "~";
        culture.NumberFormat.NumberGroupSeparator = "'";
        return culture;
    }

    private static void RequireDeterminism(ToolTrial trial)
    {
        if (!trial.Options.Deterministic) throw new NotApplicableException("the tool is said not to be deterministic.");
    }

    private static async Task<string> TextAsync(ToolTrial trial, CancellationToken token) =>
        (await trial.CallAsync(trial.Arguments, token).ConfigureAwait(false)) is var observation ? observation.Text + observation.Data?.ToJsonString() : "";

    private static string Variables() => string.Join('\n', Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
        .Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));

    private static List<string> Changed(Dictionary<string, string> before, Dictionary<string, string> after) =>
        [.. before.Keys.Union(after.Keys).Where(file => before.GetValueOrDefault(file) != after.GetValueOrDefault(file)).Order(StringComparer.Ordinal)];
}
