using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>Follows the links in a path.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>Where a path leads; what does not exist has no links.</summary>
    /// <exception cref="WorkspaceException">The links lead in a circle.</exception>
    public static string Of(string path)
    {
        var links = 0;
        return Follow(path);

        string Follow(string absolute)
        {
            var real = Path.GetPathRoot(absolute)!;
            foreach (var name in absolute[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            {
                real = Path.Combine(real, name);
                if (new FileInfo(real).LinkTarget is not { } target) continue;
                if (++links > MostLinks) throw new WorkspaceException(WorkspaceFault.Malformed, path, $"The links in '{path}' lead in a circle.");
                real = Follow(Path.GetFullPath(target, Path.GetDirectoryName(real)!));
            }

            return real;
        }
    }
}
