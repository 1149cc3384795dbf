using System.Composition;
using Tessera.Debugging.Episodes;
using Tessera.Debugging.Tasks;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Steps;

namespace Tessera.Debugging.Steps;

/// <summary>Has an agent repair a copy of a project through tools, and evaluates the project before and after.</summary>
/// <remarks>
/// The folder gets <c>project</c>, the copy as the agent left it, <c>change.patch</c>, what it changed, and <c>trajectory.jsonl</c>, every call with
/// its observations.
/// </remarks>
/// <param name="options">Project, tools and agent.</param>
/// <param name="time">Measures time bounds.</param>
[Step("debug", Description = "Has an agent repair a copy of a project through tools.", Options = typeof(DebugOptions))]
[method: ImportingConstructor]
public sealed class DebugStep(DebugOptions options, TimeProvider time) : IPipelineStep<EpisodeResult>
{
    /// <inheritdoc/>
    public async Task<EpisodeResult> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var task = new DebugTask
        {
            Name = context.StepName,
            Project = options.Project,
            Instructions = options.Instructions,
            Evaluate = options.Evaluate,
            Debug = options.Debug,
            ReadOnly = options.ReadOnly,
            Hidden = options.Hidden,
            EvaluationTimeout = TimeSpan.FromSeconds(options.EvaluationTimeoutSeconds),
        };
        var choice = await TerminalChoice.MakeAsync(options.Terminal, time, cancellationToken).ConfigureAwait(false);
        await using var choiceOwner = choice.ConfigureAwait(false);
        choice.Report(context);
        var episode = new Episode(task, options, choice.Provider, [], time) { Report = message => context.ReportProgress(null, message) };
        var result = await episode.RunAsync(context.Folder, context.Seed.Derive("agent"), cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Join(context.Folder, Episode.PatchFile), result.Patch, cancellationToken).ConfigureAwait(false);
        var changes = ProjectDifference.Find(PathResolver.RealPath(options.Project), Path.Join(context.Folder, Episode.ProjectFolder));
        DebugFindings.Report(context, result, (episode.Before!, episode.After!), episode.Transcript.ToFinding(), changes);
        DebugMetrics.Record(context, result);
        if (result.IsUnfinished) context.KeepForThisRunOnly();
        return result;
    }
}
