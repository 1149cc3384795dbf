namespace Tessera.Benchmarks.Tools;

/// <summary>The trees that are searched, written once for all benchmarks of a process and removed at its end.</summary>
internal static class SearchedTrees
{
    private static readonly Lazy<FolderSession> _large = new(() => Open(folder => GeneratedSources.Write(folder, 250_000_000)));
    private static readonly Lazy<FolderSession> _small = new(() => Open(folder => GeneratedSources.Write(folder, 20_000_000, 1000)));

    /// <summary>250 MB in files of 50 KB.</summary>
    public static FolderSession Large => _large.Value;

    /// <summary>20,000 files of 1 KB.</summary>
    public static FolderSession Small => _small.Value;

    private static FolderSession Open(Action<string> write)
    {
        var session = FolderSession.Open();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => session.DisposeAsync().AsTask().GetAwaiter().GetResult();
        write(session.Folder);
        return session;
    }
}
