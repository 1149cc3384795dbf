using System.ComponentModel.DataAnnotations;
using Tessera.Debugging.Episodes;
using Tessera.Sdk.Parts;

namespace Tessera.Debugging.Steps;

/// <summary>Options of <c>step/debug</c>.</summary>
public sealed class DebugOptions : EpisodeOptions
{
    /// <summary>The folder of the project. The work is done on a copy; the folder itself is never changed.</summary>
    [InputPath]
    public required string Project { get; set; }

    /// <summary>The command that checks the project, as a program and its arguments; it succeeds when the project is right.</summary>
    /// <value>The default value is [python3, -m, unittest].</value>
    [MinLength(1)]
    public IReadOnlyList<string> Evaluate { get; set; } = ["python3", "-m", "unittest"];

    /// <summary>The command that a debugger runs.</summary>
    /// <value>The default value is null: the same as <see cref="Evaluate"/>.</value>
    [MinLength(1)]
    public IReadOnlyList<string>? Debug { get; set; }

    /// <summary>Files that the agent may not change, such as tests: patterns in the syntax of .gitignore. They are put back before every evaluation.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> ReadOnly { get; set; } = [];

    /// <summary>
    /// Files that the agent does not see: patterns in the syntax of .gitignore. They are put back before every evaluation.
    /// In a sandbox, neither do the programs that the agent runs; the evaluations do see them.
    /// </summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> Hidden { get; set; } = [];

    /// <summary>What the agent is asked to do.</summary>
    /// <value>The default value asks to make the evaluation pass by correcting the program.</value>
    [MinLength(1)]
    public string Instructions { get; set; } = "The evaluation of this project fails. Find out why, and correct the program so that it passes.";

    /// <summary>How long one evaluation may take.</summary>
    /// <value>The default value is 120 seconds.</value>
    [Range(1, 86_400)]
    public int EvaluationTimeoutSeconds { get; set; } = 120;
}
