namespace Tessera.Sdk.Workspaces;

/// <summary>Why a workspace refused something.</summary>
public enum WorkspaceFault
{
    /// <summary>There is nothing at the path, or it is hidden.</summary>
    NotFound,

    /// <summary>The path leads outside the workspace, directly or through a link.</summary>
    Outside,

    /// <summary>The file may not be changed.</summary>
    ReadOnly,

    /// <summary>A file was needed and a folder stands there, or the reverse.</summary>
    WrongKind,

    /// <summary>The path cannot be a path: empty, too long, or with a NUL character.</summary>
    Malformed,

    /// <summary>The file system refused.</summary>
    InputOutput,

    /// <summary>The file is larger than what was asked for may be.</summary>
    TooLarge,
}
