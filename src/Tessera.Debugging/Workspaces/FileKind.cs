namespace Tessera.Debugging.Workspaces;

/// <summary>What stands at a path, a link not being followed.</summary>
internal enum FileKind
{
    Nothing,
    File,
    Folder,
    Link,

    /// <summary>A pipe, socket or device. Opening one may never return, so it is left alone.</summary>
    Special,
}
