using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Steps;

/// <summary>Options of <c>step/debug</c>.</summary>
public sealed class DebugOptions
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

    /// <summary>The tools that the agent may call.</summary>
    [MinLength(1)]
    public required IReadOnlyList<Part<ITool>> Tools { get; set; }

    /// <summary>The agent.</summary>
    public required Part<IAgent> Agent { get; set; }

    /// <summary>Where the project's programs run.</summary>
    /// <value>The default value is null: terminal/sandbox where it works, and terminal/local elsewhere, which the run then says.</value>
    public Part<ITerminalProvider>? Terminal { get; set; }

    /// <summary>Files that the agent may not change, such as tests: patterns in the syntax of .gitignore. They are put back before the last evaluation.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> ReadOnly { get; set; } = [];

    /// <summary>
    /// Files that the agent does not see: patterns in the syntax of .gitignore. They are put back before the last evaluation.
    /// In a sandbox, neither do the programs that the agent runs; the evaluations before and after its work do see them.
    /// </summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> Hidden { get; set; } = [];

    /// <summary>What the agent is asked to do.</summary>
    /// <value>The default value asks to make the evaluation pass by correcting the program.</value>
    [MinLength(1)]
    public string Instructions { get; set; } = "The evaluation of this project fails. Find out why, and correct the program so that it passes.";

    /// <summary>How many calls the agent may make.</summary>
    /// <value>The default value is 50 calls.</value>
    [Range(1, 100_000)]
    public int MaxSteps { get; set; } = 50;

    /// <summary>How long one evaluation may take, before and after the agent's work.</summary>
    /// <value>The default value is 120 seconds.</value>
    [Range(1, 86_400)]
    public int EvaluationTimeoutSeconds { get; set; } = 120;
}
