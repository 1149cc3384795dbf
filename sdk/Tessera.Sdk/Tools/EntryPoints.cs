namespace Tessera.Sdk.Tools;

/// <summary>How a project's program and its check are started, as arguments, never through a shell.</summary>
public sealed record EntryPoints
{
    /// <summary>The command that checks the project, such as <c>python3 -m unittest</c>; it succeeds when the project is right.</summary>
    public required IReadOnlyList<string> Evaluate { get; init; }

    /// <summary>The command that a debugger runs; null for <see cref="Evaluate"/>.</summary>
    public IReadOnlyList<string>? Debug { get; init; }
}
