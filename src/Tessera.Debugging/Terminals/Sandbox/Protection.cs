namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>How a place in a project is mounted.</summary>
internal enum Protection
{
    /// <summary>As it is, but so that it cannot be renamed: what it holds could otherwise be moved out of the way.</summary>
    Pinned,

    /// <summary>To be read only.</summary>
    ReadOnly,

    /// <summary>A file that cannot be opened.</summary>
    HiddenFile,

    /// <summary>A folder that is empty.</summary>
    HiddenFolder,
}
