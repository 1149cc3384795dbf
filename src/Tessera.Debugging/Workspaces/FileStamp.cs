namespace Tessera.Debugging.Workspaces;

/// <summary>What the file system notes of a file's state: two looks at a path that find the same stamp found the same bytes.</summary>
/// <remarks>The time of the last change of status cannot be set by programs, so that a write in place shows even where the time of modification was put back.</remarks>
/// <param name="Length">The length in bytes.</param>
/// <param name="Node">The file's number.</param>
/// <param name="Device">The file system's number.</param>
/// <param name="Modified">The last write, in nanoseconds since 1970.</param>
/// <param name="Changed">The last change of bytes or status, in nanoseconds since 1970.</param>
internal readonly record struct FileStamp(long Length, ulong Node, ulong Device, long Modified, long Changed)
{
    // The clock of files advances in steps of up to 10 ms: a write soon after a look may leave the same stamp.
    private const long Unsettled = 100_000_000;

    /// <summary>Whether a later write would leave another stamp than this one.</summary>
    /// <param name="looked">When the file's bytes began to be read.</param>
    public bool IsSettledAt(DateTimeOffset looked) => Changed < (looked - DateTimeOffset.UnixEpoch).Ticks * 100 - Unsettled;
}
