namespace Tessera.Pipelines.Watching;

/// <summary>Files as they were when they were looked at: their names, lengths and times.</summary>
/// <remarks>
/// They are looked at again and again. Events of the file system would be missed where a folder is made anew, a file is renamed over
/// another, or the disk is not this computer's; and the end of a build that writes several files has to be waited for anyway.
/// </remarks>
internal sealed class WatchedFiles
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    /// <summary>For how long nothing must change until a build is thought to have ended.</summary>
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(150);

    private static readonly EnumerationOptions _here = new() { AttributesToSkip = 0 };
    private static readonly EnumerationOptions _everywhere = new() { AttributesToSkip = 0, RecurseSubdirectories = true, MaxRecursionDepth = 8 };

    private readonly Dictionary<WatchedPlace, IReadOnlyList<Stamp>> _stamps;

    private WatchedFiles(Dictionary<WatchedPlace, IReadOnlyList<Stamp>> stamps) => _stamps = stamps;

    /// <summary>Looks at some places.</summary>
    public static WatchedFiles At(IEnumerable<WatchedPlace> places) => new(places.Distinct().ToDictionary(place => place, StampsOf));

    public IReadOnlyCollection<WatchedPlace> Places => _stamps.Keys;

    /// <summary>Some places: as they were where they were looked at, others as they are now.</summary>
    public WatchedFiles Only(IEnumerable<WatchedPlace> places) => new(places.Distinct().ToDictionary(place => place, place => _stamps.GetValueOrDefault(place) ?? StampsOf(place)));

    /// <summary>These places as they were, and others as they are now.</summary>
    public WatchedFiles And(IEnumerable<WatchedPlace> places) => Only(Places.Concat(places));

    /// <summary>Waits until something is not as it was, and then until nothing changes any more.</summary>
    /// <returns>When the last change was seen, as a timestamp of <paramref name="time"/>.</returns>
    public async Task<long> ChangeAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var (last, changed) = (this, (long?)null);
        while (true)
        {
            var now = At(_stamps.Keys);
            if (!now.IsAs(last)) (last, changed) = (now, time.GetTimestamp());
            else if (changed is { } at && time.GetElapsedTime(at) >= _quiet) return at;
            await Task.Delay(_pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsAs(WatchedFiles other) => _stamps.All(place => place.Value.SequenceEqual(other._stamps[place.Key]));

    private static IReadOnlyList<Stamp> StampsOf(WatchedPlace place)
    {
        try
        {
            if (!Directory.Exists(place.Path)) return [.. File.Exists(place.Path) ? [Stamp.Of(new FileInfo(place.Path))] : Array.Empty<Stamp>()];
            return [.. new DirectoryInfo(place.Path).EnumerateFileSystemInfos("*", place.WithFolders ? _everywhere : _here).Select(Stamp.Of).OrderBy(stamp => stamp.Path, StringComparer.Ordinal)];
        }
        catch (Exception vanished) when (vanished is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // The time of a folder tells of files that come and go, which are seen by themselves.
    private readonly record struct Stamp(string Path, long Length, DateTime Written)
    {
        public static Stamp Of(FileSystemInfo entry) => entry is FileInfo { Exists: true } file ? new(file.FullName, file.Length, file.LastWriteTimeUtc) : new(entry.FullName, -1, default);
    }
}
