namespace Tessera.Mcp.Serving;

/// <summary>What is served, and how far it reaches.</summary>
public sealed class ServeOptions
{
    /// <summary>The project's folder. It is worked on in place, not on a copy.</summary>
    public required string Workspace { get; init; }

    /// <summary>The command that checks the project, as a program and its arguments; it succeeds when the project is right.</summary>
    /// <value>The default value is [python3, -m, unittest].</value>
    public IReadOnlyList<string> Evaluate { get; init; } = ["python3", "-m", "unittest"];

    /// <summary>The command that a debugger runs.</summary>
    /// <value>The default value is null: the same as <see cref="Evaluate"/>.</value>
    public IReadOnlyList<string>? EntryPoint { get; init; }

    /// <summary>The tools' names, as after <c>tool/</c> in a pipeline.</summary>
    /// <value>The default value is null: all installed tools that ship with Tessera.</value>
    public IReadOnlyList<string>? Tools { get; init; }

    /// <summary>Where programs run: the name after <c>terminal/</c>.</summary>
    /// <value>The default value is null: in a sandbox where one works here, otherwise with this user's rights, which is said.</value>
    public string? Terminal { get; init; }

    /// <summary>Files that tools may read only: patterns in the syntax of <c>.gitignore</c>.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> ReadOnly { get; init; } = [];

    /// <summary>Files that are to tools as if they did not exist: patterns in the syntax of <c>.gitignore</c>.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> Hidden { get; init; } = [];
}
