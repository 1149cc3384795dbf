namespace Tessera.Hosting.Reloading;

/// <summary>A temporary folder for copies of plugins. It goes with the process or, where that was killed, when the next one makes its own.</summary>
internal sealed class CopiesFolder : IDisposable
{
    /// <summary>What such folders are called, and a few letters more.</summary>
    internal const string Prefix = "tessera-watch-";

    /// <summary>The file in it that is held open as long as the folder is used.</summary>
    internal const string Hold = ".in-use";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Between being made and being held.
    private static readonly TimeSpan LongestStart = TimeSpan.FromDays(1);

    private readonly FileStream _hold;

    /// <param name="time">The time, by which remains of killed processes are recognised.</param>
    public CopiesFolder(TimeProvider time)
    {
        foreach (var remains in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*").Where(folder => IsLeft(folder, time))) Remove(remains);
        Path = Directory.CreateTempSubdirectory(Prefix).FullName;
        _hold = new FileStream(System.IO.Path.Combine(Path, Hold), FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    public string Path { get; }

    public void Dispose()
    {
        _hold.Dispose();
        Remove(Path);
    }

    private static bool IsLeft(string folder, TimeProvider time)
    {
        try
        {
            // Whatever others may lay into a folder that all write to: it is none of ours.
            var found = new DirectoryInfo(folder);
            if (found.LinkTarget is not null || (!OperatingSystem.IsWindows() && found.UnixFileMode != Private)) return false;
            var hold = System.IO.Path.Combine(folder, Hold);
            if (!File.Exists(hold)) return found.LastWriteTimeUtc < (time.GetUtcNow() - LongestStart).UtcDateTime;
            using var unheld = new FileStream(hold, FileMode.Open, FileAccess.Write, FileShare.None);
            return true;
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // Some systems keep the files of what is still loaded; the folder is temporary.
        }
    }
}
