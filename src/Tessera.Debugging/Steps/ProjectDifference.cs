using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Steps;

/// <summary>Compares a project with its changed copy.</summary>
internal static class ProjectDifference
{
    // What programs and version control write by themselves is nobody's change.
    private static readonly PathPatterns _ignored = new([".git/", "__pycache__/", "*.pyc", ".pytest_cache/"]);

    /// <summary>The text files that differ, in ordinal order. Binary files are left out.</summary>
    public static IReadOnlyList<ChangedFile> Find(string before, string after)
    {
        var changed = new List<ChangedFile>();
        foreach (var path in Files(before, after).Union(Files(after, after), StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (old, present) = (Read(before, path), Read(after, path));
            if (old.AsSpan().SequenceEqual(present) && old is null == present is null) continue;
            if (TextContent.IsBinary(old) || TextContent.IsBinary(present)) continue;
            changed.Add(new ChangedFile(path, Text(old), Text(present)));
        }

        return changed;
    }

    private static List<string> Files(string root, string copy)
    {
        var files = new List<string>();
        Walk("");
        return files;

        void Walk(string relative)
        {
            foreach (var entry in FolderTree.EntriesApartFrom(copy, Path.Join(root, relative)))
            {
                var path = relative.Length == 0 ? Path.GetFileName(entry) : $"{relative}/{Path.GetFileName(entry)}";
                var kind = FileKinds.Of(entry);
                if (_ignored.Decide(path, kind == FileKind.Folder) == true) continue;
                if (kind == FileKind.Folder) Walk(path);
                else if (kind == FileKind.File) files.Add(path);
            }
        }
    }

    private static byte[]? Read(string root, string path)
    {
        var file = Path.Join(root, path);
        return FileKinds.Of(file) == FileKind.File ? File.ReadAllBytes(file) : null;
    }

    private static string? Text(byte[]? content) => content is null ? null : TextContent.Decode(content).Text;
}
