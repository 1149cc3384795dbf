namespace Tessera.Debugging.Workspaces;

/// <summary>Writes a file at once: beside it first, then in its place. A link in its place is replaced, not followed.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file whose folder exists.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="mode">Unix: the permissions that it had and keeps; null for those of a new file.</param>
    /// <param name="cancellationToken">Ends the writing early and leaves the file as it was.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode? mode, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var beside = Beside(path);
        try
        {
            using (var stream = Create(beside, mode)) stream.Write(content);
            cancellationToken.ThrowIfCancellationRequested();
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Writes a file whose folder exists.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="mode">Unix: the permissions.</param>
    public static void Write(string path, Stream content, UnixFileMode mode)
    {
        var beside = Beside(path);
        try
        {
            using (var stream = Create(beside, mode)) content.CopyTo(stream);
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    private static string Beside(string path) => Path.Join(Path.GetDirectoryName(path)!, $".tessera-{Guid.NewGuid():n}");

    private static FileStream Create(string path, UnixFileMode? mode)
    {
        var stream = new FileStream(path, Options(mode));
        // The mode at creation is subject to the process's mask, the one that is asked for is not. Set on the file that is
        // held: at its path there may be another by now.
        if (!OperatingSystem.IsWindows() && mode is { } kept) File.SetUnixFileMode(stream.SafeFileHandle, kept);
        return stream;
    }

    private static FileStreamOptions Options(UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        // Not even for a moment may a private file be open to others.
        if (!OperatingSystem.IsWindows() && mode is { } kept) options.UnixCreateMode = kept;
        return options;
    }
}
