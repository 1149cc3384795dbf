using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Grep;

/// <summary>Where a search begins, and which of the files below it belong to it.</summary>
/// <param name="Start">A file or a folder.</param>
/// <param name="Glob">What files must fit, from the workspace's root; null for all.</param>
internal sealed record SearchScope(WorkspaceEntry Start, PathPatterns? Glob)
{
    /// <summary>Reads the path of a call: what exists by that name comes first, then it is a glob.</summary>
    /// <exception cref="WorkspaceException">It leads outside, or there is nothing of that name.</exception>
    public static SearchScope Of(IWorkspace workspace, string? path)
    {
        var root = workspace.Find(workspace.Resolve("."))!;
        if (string.IsNullOrWhiteSpace(path)) return new SearchScope(root, null);
        var place = workspace.Resolve(path);
        if (workspace.Find(place) is { } found) return new SearchScope(found, null);
        if (path.AsSpan().IndexOfAny('*', '?', '[') < 0)
            throw new WorkspaceException(WorkspaceFault.NotFound, path, $"`{place}` does not exist in the workspace. Give an existing file or folder, or a glob such as `*.py`.");
        // Resolved, a glob has lost what means the root, such as a leading ./
        var glob = path.Contains('/') ? "/" + place.Relative : path;
        return glob.Length <= PathPatterns.LongestPattern
            ? new SearchScope(root, new PathPatterns([glob]))
            : throw new WorkspaceException(WorkspaceFault.Malformed, path, $"The glob is too long: give one of at most {PathPatterns.LongestPattern} characters.");
    }
}
