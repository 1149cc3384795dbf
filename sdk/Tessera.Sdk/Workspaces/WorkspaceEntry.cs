namespace Tessera.Sdk.Workspaces;

/// <summary>A file or folder of a workspace.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="Length">The file's length in bytes; 0 for a folder.</param>
/// <param name="Access">What may be done with it.</param>
public sealed record WorkspaceEntry(WorkspacePath Path, bool IsFolder, long Length, WorkspaceAccess Access);
