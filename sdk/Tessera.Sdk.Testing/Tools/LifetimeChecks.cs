using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Testing.Unloading;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>How a tool begins, is told of things, and ends.</summary>
internal static class LifetimeChecks
{
    public static IReadOnlyList<ConformanceCheck<ToolTrial>> All { get; } =
    [
        new("CONF-T22", "A cancelled call ends at once", CancellationCheck.FindFaultAsync),
        new("CONF-T23", "Disposing twice does no harm", async (trial, token) =>
        {
            await using var project = TrialProject.Create(trial.Options);
            return await Disposal.TwiceAsync(trial.Create(), tool => ToolTrial.CallAsync(tool, trial.Arguments, project.Session, token)).ConfigureAwait(false);
        }),
        new("CONF-T24", "Events before the first call are understood", async (trial, token) =>
        {
            await using var project = TrialProject.Create(trial.Options);
            var tool = trial.Create();
            var path = project.Session.Workspace.Resolve("never-seen.txt");
            var told = await TellAsync(tool, new FileChanged(path), project.Session, token).ConfigureAwait(false)
                | await TellAsync(tool, new FileChanged(path, [new LineEdit(1, 0, 3), new LineEdit(900, 5, 0)]), project.Session, token).ConfigureAwait(false)
                | await TellAsync(tool, new BreakpointsChanged([new Breakpoint("never-seen.txt", 1)]), project.Session, token).ConfigureAwait(false)
                | await TellAsync(tool, new EvaluationFinished(new EvaluationResult { Passed = false }), project.Session, token).ConfigureAwait(false)
                | await TellAsync(tool, new EnvironmentReset(FilesRestored: true), project.Session, token).ConfigureAwait(false);
            await Disposal.DisposeAsync(tool).ConfigureAwait(false);
            return told ? null : throw new NotApplicableException("the tool listens to no event.");
        }),
        new("CONF-T25", "After a reset a tool answers as a new one does", async (trial, token) =>
        {
            if (trial.Create() is not ISessionEventHandler<EnvironmentReset>) throw new NotApplicableException("the tool keeps nothing that a reset concerns.");
            if (!trial.Options.Deterministic) throw new NotApplicableException("the tool is said not to be deterministic.");
            await using var project = TrialProject.Create(trial.Options);
            var files = project.ReadFiles();
            var tool = trial.Create();
            var first = await ToolTrial.CallAsync(tool, trial.Arguments, project.Session, token).ConfigureAwait(false);
            foreach (var (name, content) in files) await File.WriteAllTextAsync(Path.Combine(project.Root, name), content, token).ConfigureAwait(false);
            await TellAsync(tool, new EnvironmentReset(FilesRestored: true), project.Session, token).ConfigureAwait(false);
            var second = await ToolTrial.CallAsync(tool, trial.Arguments, project.Session, token).ConfigureAwait(false);
            await Disposal.DisposeAsync(tool).ConfigureAwait(false);
            return first.Text == second.Text ? null : $"'{first.Text}' became '{second.Text}'. Forget everything on EnvironmentReset.";
        }),
        new("CONF-T26", UnloadCheck.Title, (trial, token) => UnloadCheck.FindFaultAsync(trial.Create(), trial.Options.PartOptions, async tool =>
        {
            await using var project = TrialProject.Create(trial.Options);
            await ToolTrial.CallAsync(tool, trial.Arguments, project.Session, token).ConfigureAwait(false);
        }, token)),
    ];

    private static async Task<bool> TellAsync<TEvent>(ITool tool, TEvent sessionEvent, IToolSession session, CancellationToken token) where TEvent : SessionEvent
    {
        if (tool is not ISessionEventHandler<TEvent> handler) return false;
        await handler.HandleAsync(sessionEvent, session, token).ConfigureAwait(false);
        return true;
    }
}
