namespace Tessera.Debugging.Workspaces;

/// <summary>The files of a folder, each by its way from there, on which there is no link.</summary>
/// <remarks>
/// Members throw <see cref="LinkMetException"/> where there is one after all, and what .NET throws of files. The file itself may be a link
/// only where it is said so; what stands in a place is then taken as a link, and never followed.
/// </remarks>
internal interface IFolderFiles : IDisposable
{
    /// <summary>What stands at a place; a link is said to be one.</summary>
    FileStatus StatusOf(string relative);

    /// <summary>What is in a folder, in no order.</summary>
    IReadOnlyList<(string Name, FileStatus Status)> List(string relative);

    /// <summary>Opens a file to be read from its start.</summary>
    /// <param name="relative">The file.</param>
    /// <param name="status">What stands there.</param>
    /// <returns>The file; null where something else stands there, or nothing.</returns>
    Stream? Open(string relative, out FileStatus status);

    /// <summary>Opens a file to be read from its start. What is no file is refused.</summary>
    Stream Open(string relative) => Open(relative, out _) ?? throw new FileNotFoundException();

    /// <summary>Writes a file at once, and makes its folders.</summary>
    void Write(string relative, ReadOnlySpan<byte> content, CancellationToken cancellationToken);

    /// <summary>Deletes a file.</summary>
    void Delete(string relative);

    /// <summary>Where a link leads; null when there is none.</summary>
    string? TargetOf(string relative);

    /// <summary>Puts a file in a place, in whose folder there is none or another file or link.</summary>
    /// <param name="relative">The place.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="mode">Unix: the permissions.</param>
    void PutFile(string relative, Stream content, UnixFileMode mode);

    /// <summary>Puts a link in an empty place.</summary>
    void PutLink(string relative, string target);

    /// <summary>Makes a folder where none is. What else stands there is removed, a link among it.</summary>
    void PutFolder(string relative);

    /// <summary>Unix: sets the permissions of a file or folder.</summary>
    void SetMode(string relative, UnixFileMode mode);

    /// <summary>Removes what stands in a place, whatever it is: of a link the link itself, of a folder all that is in it.</summary>
    void Remove(string relative);
}
