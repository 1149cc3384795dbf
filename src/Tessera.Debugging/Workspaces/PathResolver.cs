using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Workspaces;

/// <summary>Follows a path component by component, as the system does, and refuses where it leaves a folder.</summary>
/// <param name="root">The folder, absolute, without links.</param>
internal sealed class PathResolver(string root)
{
    // What Linux itself follows before it gives up (ELOOP).
    private const int MostLinks = 40;
    private const int LongestPath = 4096;
    private const int LongestName = 255;

    /// <summary>The real path of a folder: absolute, with every link followed.</summary>
    public static string RealPath(string folder) => Follow(Path.GetPathRoot(Path.GetFullPath(folder))!, Path.GetFullPath(folder), folder, _ => { });

    /// <summary>Where a path leads.</summary>
    /// <param name="path">The path, relative to the folder or absolute.</param>
    /// <param name="followed">Is given the links that were followed on the way, from the folder, as far as they are inside.</param>
    public WorkspacePath Resolve(string path, ICollection<string>? followed = null)
    {
        CheckForm(path);
        var absolute = Follow(root, path, path, link =>
        {
            if (followed is not null && RelativeOf(link) is { } inside) followed.Add(inside);
        });
        return RelativeOf(absolute) is { } relative
            ? new WorkspacePath(relative, absolute)
            : throw new WorkspaceException(WorkspaceFault.Outside, path, $"`{Shown(path)}` leads outside the workspace. Give a path inside it, such as one relative to its root.");
    }

    private string? RelativeOf(string absolute) => absolute == root ? ""
        : absolute.StartsWith(WithSeparator(root), StringComparison.Ordinal) ? absolute[WithSeparator(root).Length..].Replace(Path.DirectorySeparatorChar, '/')
        : null;

    /// <summary>A path as it may stand in a message.</summary>
    public static string Shown(string path)
    {
        var visible = string.Concat(path.Take(120).Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));
        return path.Length > 120 ? visible + "..." : visible;
    }

    private static void CheckForm(string path)
    {
        if (string.IsNullOrEmpty(path)) throw Malformed(path ?? "", "The path is empty. Give a path relative to the workspace's root; `.` is the root.");
        if (path.Contains('\0')) throw Malformed(path, $"`{Shown(path)}` contains a NUL character and cannot be a path.");
        if (path.Length > LongestPath) throw Malformed(path, $"`{Shown(path)}` is too long for a path.");
    }

    private static string Follow(string start, string path, string given, Action<string> follow)
    {
        var current = start;
        var links = 0;
        var ahead = new Stack<string>();
        Push(path);
        while (ahead.TryPop(out var name))
        {
            if (name is "" or ".") continue;
            if (name == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }

            if (name.Length > LongestName) throw Malformed(given, $"`{Shown(given)}` contains a name that is too long.");
            var next = Path.Join(current, name);
            if (TargetOf(next, given) is not { } target)
            {
                current = next;
                continue;
            }

            if (++links > MostLinks) throw Malformed(given, $"`{Shown(given)}` leads through too many links, or through links that form a loop.");
            follow(next);
            Push(target);
        }

        return current;

        void Push(string part)
        {
            if (Path.IsPathRooted(part))
            {
                current = Path.GetPathRoot(part) is { Length: > 0 } origin ? Path.GetFullPath(origin) : start;
                part = part[(Path.GetPathRoot(part)?.Length ?? 0)..];
            }

            foreach (var name in part.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Reverse()) ahead.Push(name);
        }
    }

    private static string? TargetOf(string path, string given)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new WorkspaceException(WorkspaceFault.InputOutput, given, $"`{Shown(given)}` cannot be followed: {refused.Message}", refused);
        }
    }

    private static string WithSeparator(string folder) => Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar;

    private static WorkspaceException Malformed(string path, string message) => new(WorkspaceFault.Malformed, path, message);
}
