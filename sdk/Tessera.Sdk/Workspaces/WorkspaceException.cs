namespace Tessera.Sdk.Workspaces;

/// <summary>A workspace refused something. Tools answer it with a failed observation.</summary>
/// <param name="fault">Why.</param>
/// <param name="path">The path as it was given.</param>
/// <param name="message">What happened, for the agent.</param>
/// <param name="innerException">The cause, when there is one.</param>
public sealed class WorkspaceException(WorkspaceFault fault, string path, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Why.</summary>
    public WorkspaceFault Fault { get; } = fault;

    /// <summary>The path as it was given.</summary>
    public string Path { get; } = path;
}
