namespace Tessera.Sdk.Workspaces;

/// <summary>What may be done with a file of a workspace.</summary>
public enum WorkspaceAccess
{
    /// <summary>It may be read and changed.</summary>
    ReadWrite,

    /// <summary>It may be read only.</summary>
    ReadOnly,

    /// <summary>It is as if it did not exist.</summary>
    Hidden,
}
