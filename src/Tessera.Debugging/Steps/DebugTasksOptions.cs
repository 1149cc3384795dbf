using System.ComponentModel.DataAnnotations;
using Tessera.Debugging.Episodes;
using Tessera.Sdk.Parts;

namespace Tessera.Debugging.Steps;

/// <summary>Options of <c>step/debug-tasks</c>.</summary>
public sealed class DebugTasksOptions : EpisodeOptions
{
    /// <summary>A folder that is a task, or whose sub-folders are tasks; docs/tasks.md describes how they may lie there.</summary>
    [InputPath]
    public required string Tasks { get; set; }

    /// <summary>Which tasks, by name.</summary>
    /// <value>The default value is null: all.</value>
    [MinLength(1)]
    public IReadOnlyList<string>? Names { get; set; }

    /// <summary>How many tasks are worked on side by side.</summary>
    /// <value>The default value is null: as many as there are processors.</value>
    [Range(1, 1024)]
    public int? Parallel { get; set; }

    /// <summary>What the model may cost for all tasks together.</summary>
    /// <value>The default value is null: any amount.</value>
    public ModelBudgetOptions? TotalBudget { get; set; }

    /// <summary>Whether the changed copies of the projects are kept; their differences always are.</summary>
    /// <value>The default value is false.</value>
    public bool KeepProjects { get; set; }
}
