namespace Tessera.Debugging.Tasks;

/// <summary>A project with something to repair, and how the repair is judged.</summary>
public sealed record DebugTask
{
    /// <summary>The task's name, unique among those of one run; also the name of its folder there.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of the project, absolute. It is copied, never changed.</summary>
    public required string Project { get; init; }

    /// <summary>What the agent is asked to do.</summary>
    public required string Instructions { get; init; }

    /// <summary>The command that checks the project, as a program and its arguments.</summary>
    public required IReadOnlyList<string> Evaluate { get; init; }

    /// <summary>The command that a debugger runs; null for <see cref="Evaluate"/>.</summary>
    public IReadOnlyList<string>? Debug { get; init; }

    /// <summary>Files that the agent may not change: patterns in the syntax of <c>.gitignore</c>.</summary>
    public IReadOnlyList<string> ReadOnly { get; init; } = [];

    /// <summary>Files that tools do not show the agent: patterns in the syntax of <c>.gitignore</c>.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>A known solution as a unified difference; null where there is none.</summary>
    public string? Solution { get; init; }

    /// <summary>How long one evaluation may take.</summary>
    public TimeSpan EvaluationTimeout { get; init; } = TimeSpan.FromSeconds(120);
}
