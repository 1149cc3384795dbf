using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Parts;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/split-tasks</c>.</summary>
public sealed class SplitTasksOptions
{
    /// <summary>The folder of the tasks: one file of JSON lines each, NAME.jsonl.</summary>
    [InputPath]
    public required string Tasks { get; set; }

    /// <summary>The tasks that are used: names, or patterns with <c>*</c> and <c>?</c>.</summary>
    /// <value>By default all of the folder.</value>
    public IReadOnlyList<string> Only { get; set; } = [];

    /// <summary>The tasks that nothing is trained on: names, or patterns with <c>*</c> and <c>?</c>.</summary>
    /// <value>By default none, or those that <see cref="HeldOutPerFamily"/> chooses.</value>
    public IReadOnlyList<string> HeldOut { get; set; } = [];

    /// <summary>How many tasks of each family that is large enough are held out. The run's seed chooses them.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 10000)]
    public int HeldOutPerFamily { get; set; }

    /// <summary>How many tasks a family has at least, so that <see cref="HeldOutPerFamily"/> takes some of them.</summary>
    /// <value>The default value is 4.</value>
    [Range(1, 10000)]
    public int LeastFamilySize { get; set; } = 4;

    /// <summary>How many examples of each task are trained on: its first ones.</summary>
    /// <value>The default value is 800.</value>
    [Range(1, 100_000_000)]
    public int TrainingExamples { get; set; } = 800;

    /// <summary>How many examples of each task are tested on: its last ones.</summary>
    /// <value>The default value is 150.</value>
    [Range(1, 100_000_000)]
    public int TestExamples { get; set; } = 150;
}
