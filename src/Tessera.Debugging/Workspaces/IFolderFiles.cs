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
}
