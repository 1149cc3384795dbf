using System.Collections.Concurrent;

namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>The Python installations on the search path that lie outside of <c>/usr</c>.</summary>
internal static class InstalledPythons
{
    private static readonly string[] _names = ["python3", "python"];

    // Asking a version manager takes a tenth of a second, and its answer holds while this process runs.
    private static readonly ConcurrentDictionary<string, PythonInstallation?> _known = new(StringComparer.Ordinal);

    /// <summary>The folders to show, and the search path with each script that stands for an interpreter replaced by the interpreter's own folder.</summary>
    public static (IReadOnlyList<string> Folders, IReadOnlyList<string> SearchPath) Find()
    {
        var folders = new List<string>();
        var path = new List<string>();
        foreach (var place in SearchPath.OfThisProcess)
        {
            var found = Interpreters(place).Select(program => _known.GetOrAdd(program, PythonInstallation.Of)).OfType<PythonInstallation>().ToList();
            folders.AddRange(found.SelectMany(installation => installation.Folders));
            path.AddRange(found.Select(installation => Path.GetDirectoryName(installation.Program)!).Where(own => own != place));
            path.Add(place);
        }

        return ([.. folders.Where(folder => folder != "/usr" && !folder.StartsWith("/usr/", StringComparison.Ordinal)).Distinct()], [.. path.Distinct()]);
    }

    private static IEnumerable<string> Interpreters(string place)
    {
        if (!Directory.Exists(place)) return [];
        var versions = Directory.EnumerateFiles(place, "python3.*").Where(file => !Path.GetFileName(file).Contains("config", StringComparison.Ordinal) && !IsScript(file));
        // Where both names are there, they stand for the same one.
        return _names.Select(name => Path.Join(place, name)).Where(File.Exists).Take(1).Concat(versions.Order(StringComparer.Ordinal));
    }

    // A version manager lays a script for each version that it could provide; only the plain names say which one it does.
    private static bool IsScript(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return stream.ReadByte() == '#';
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
