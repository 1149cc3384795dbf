using System.IO.Enumeration;
using System.Text;

namespace Tessera.Tools.Bash;

/// <summary>The files of a workspace as they were at one moment: length and time of the last change, nothing of what is in them.</summary>
internal sealed class WatchedFiles
{
    private static readonly HashSet<string> _unwatched = new(StringComparer.Ordinal) { ".git", "__pycache__", "node_modules", ".pytest_cache", ".mypy_cache" };
    private static readonly EnumerationOptions _enumeration = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 };

    // Linux takes 4,095 bytes, and a name has 255 at the most: what lies deeper cannot be looked at by its path, nor by another tool.
    private const int LongestFolder = 3800;

    private readonly Dictionary<string, (long Length, long Time)> _files = new(StringComparer.Ordinal);

    /// <summary>Whether there were more files than are watched.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Looks at the files.</summary>
    /// <param name="root">The workspace's root.</param>
    /// <param name="most">How many are watched.</param>
    public static WatchedFiles Look(string root, int most)
    {
        var files = new WatchedFiles();
        if (most == 0 || !Directory.Exists(root)) return files;
        var found = new FileSystemEnumerable<(string Path, long Length, long Time)>(
            root, (ref FileSystemEntry entry) => (entry.ToFullPath(), entry.Length, entry.LastWriteTimeUtc.Ticks), _enumeration)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && !IsLink(ref entry),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLink(ref entry) && !_unwatched.Contains(entry.FileName.ToString())
                && Encoding.UTF8.GetByteCount(entry.Directory) + Encoding.UTF8.GetByteCount(entry.FileName) < LongestFolder,
        };
        foreach (var (path, length, time) in found)
        {
            if (files._files.Count == most)
            {
                files.IsCut = true;
                break;
            }

            files._files[path] = (length, time);
        }

        return files;
    }

    /// <summary>The full paths of the files that were made, changed or deleted since, in ordinal order.</summary>
    /// <param name="before">How they were before.</param>
    public IReadOnlyList<string> ChangedSince(WatchedFiles before) =>
    [
        .. before._files.Keys.Union(_files.Keys, StringComparer.Ordinal)
            .Where(path => !_files.TryGetValue(path, out var now) || !before._files.TryGetValue(path, out var then) || now != then)
            .Order(StringComparer.Ordinal),
    ];

    private static bool IsLink(ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;
}
