namespace Tessera.Debugging.Workspaces;

/// <summary>What of a folder is kept from agents.</summary>
/// <remarks>
/// To these come the patterns in <c>.debugignore</c> (hidden) and <c>.debugreadonly</c> (read only) in the folder's root, read when it
/// is opened. Those two files are themselves hidden. A file is kept by the strictest of what is said of its names, those through links included.
/// </remarks>
public sealed class FolderWorkspaceOptions
{
    /// <summary>Files and folders that are as if they did not exist: patterns in the syntax of <c>.gitignore</c>.</summary>
    /// <value>The default value is empty: nothing is hidden.</value>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>Files and folders that may be read only: patterns in the syntax of <c>.gitignore</c>.</summary>
    /// <value>The default value is empty: everything may be changed.</value>
    public IReadOnlyList<string> ReadOnly { get; init; } = [];

    /// <summary>The folder in which snapshots keep the bytes of files. It need not exist, and is removed when the workspace is disposed of.</summary>
    /// <value>The default value is null: a temporary folder, which stays there when the process is killed.</value>
    public string? SnapshotFolder { get; init; }
}
