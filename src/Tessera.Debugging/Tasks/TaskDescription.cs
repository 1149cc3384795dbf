using System.ComponentModel.DataAnnotations;

namespace Tessera.Debugging.Tasks;

/// <summary>What stands in <c>task.json</c>.</summary>
internal sealed class TaskDescription
{
    /// <summary>The command that checks the project, as a program and its arguments.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> Evaluate { get; set; } = ["python3", "-m", "unittest"];

    /// <summary>The command that a debugger runs; null for the same.</summary>
    [MinLength(1)]
    public IReadOnlyList<string>? Debug { get; set; }

    /// <summary>Files that the agent may not change: patterns in the syntax of .gitignore.</summary>
    public IReadOnlyList<string> ReadOnly { get; set; } = ["test_*.py", "*_test.py", "tests/"];

    /// <summary>Files that tools do not show the agent: patterns in the syntax of .gitignore.</summary>
    public IReadOnlyList<string> Hidden { get; set; } = [];

    /// <summary>How long one evaluation may take, in seconds.</summary>
    [Range(1, 86_400)]
    public int TimeoutSeconds { get; set; } = 120;
}
