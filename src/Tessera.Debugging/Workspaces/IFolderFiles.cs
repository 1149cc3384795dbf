namespace Tessera.Debugging.Workspaces;

/// <summary>The files of a folder, each by its way from there, on which there is no link.</summary>
/// <remarks>Members throw <see cref="LinkMetException"/> where there is one after all, the file itself included, and what .NET throws of files.</remarks>
internal interface IFolderFiles : IDisposable
{
    /// <summary>What stands at a place; a link is said to be one.</summary>
    FileStatus StatusOf(string relative);

    /// <summary>What is in a folder, in no order.</summary>
    IReadOnlyList<(string Name, FileStatus Status)> List(string relative);

    /// <summary>Opens a file to be read from its start. What is no file is refused.</summary>
    FileStream Open(string relative);

    /// <summary>Writes a file at once, and makes its folders.</summary>
    void Write(string relative, ReadOnlySpan<byte> content, CancellationToken cancellationToken);

    /// <summary>Deletes a file.</summary>
    void Delete(string relative);

    /// <summary>Where a link leads; null where no link stands.</summary>
    string? TargetOf(string relative);

    /// <summary>Makes a folder in one that is there. It may be there already.</summary>
    void MakeFolder(string relative);

    /// <summary>Makes a link where nothing stands.</summary>
    void MakeLink(string relative, string target);

    /// <summary>Copies a file from elsewhere, with its permissions, to where nothing stands.</summary>
    void CopyFrom(string source, string relative);

    /// <summary>Unix: sets the permissions of a file or folder.</summary>
    void SetMode(string relative, UnixFileMode mode);

    /// <summary>Removes what stands at a place: a folder with all that is in it, however deep, a link and not where it leads.</summary>
    void Remove(string relative);
}
