using System.Text.Json.Nodes;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>Tries to lead a tool out of its workspace: by paths, by links to a file and to a folder, and by a search for what stands outside.</summary>
internal static class ConfinementCheck
{
    private const string Remedy = "Reach files through session.Workspace only, which follows no link out of the project.";

    public static async Task<string?> FindFaultAsync(ToolTrial trial, CancellationToken token)
    {
        await using var project = TrialProject.Create(trial.Options);
        project.AddLinks();
        if (await TryAsync(trial, project, trial.Arguments, "with links to what is outside in the project", token).ConfigureAwait(false) is { } fault) return fault;
        foreach (var name in ToolTrial.TextArguments(trial.Create()))
        {
            foreach (var text in WaysOut(project))
            {
                var arguments = trial.Arguments;
                arguments[name] = text;
                if (await TryAsync(trial, project, arguments, $"with '{text}' for '{name}'", token).ConfigureAwait(false) is { } found) return found;
            }
        }

        return null;
    }

    private static IEnumerable<string> WaysOut(TrialProject project) =>
    [
        "../outside.txt",
        project.Outside,
        "./x/../../outside.txt",
        TrialProject.LinkedFile,
        Path.Combine(project.Root, TrialProject.LinkedFile),
        TrialProject.LinkedFolder,
        $"{TrialProject.LinkedFolder}/{TrialProject.FileInLinkedFolder}",
        $"./x/../{TrialProject.LinkedFolder}/new.txt",
        // An answer that repeats what was asked for does not hold the whole of it.
        TrialProject.Secret[..^2],
    ];

    private static async Task<string?> TryAsync(ToolTrial trial, TrialProject project, JsonObject arguments, string how, CancellationToken token)
    {
        var before = project.ReadOutside();
        var tool = trial.Create();
        var observation = await ToolTrial.CallAsync(tool, arguments, project.Session, token).ConfigureAwait(false);
        await Disposal.DisposeAsync(tool).ConfigureAwait(false);
        if ((observation.Text + observation.Data?.ToJsonString()).Contains(TrialProject.Secret, StringComparison.Ordinal)) return $"{how} it showed a file outside. {Remedy}";
        var after = project.ReadOutside();
        return before.Count == after.Count && before.All(file => after.GetValueOrDefault(file.Key) == file.Value) ? null : $"{how} it changed a file outside. {Remedy}";
    }
}
