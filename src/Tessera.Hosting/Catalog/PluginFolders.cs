using Tessera.Hosting.Manifests;

namespace Tessera.Hosting.Catalog;

/// <summary>Where plugins lie below a folder: the folder itself, its children, or versions below a child.</summary>
internal static class PluginFolders
{
    /// <summary>The file that names the version in use, where several are installed.</summary>
    public const string CurrentFile = "current";

    public static IReadOnlyList<string> Find(string folder)
    {
        var root = Path.GetFullPath(folder);
        if (HasManifest(root)) return [root];
        var plugins = new List<string>();
        foreach (var child in Children(root))
        {
            if ((HasManifest(child) ? child : CurrentVersion(child)) is { } plugin) plugins.Add(plugin);
        }

        return plugins;
    }

    /// <summary>The folders of a plugin's versions.</summary>
    public static IReadOnlyList<string> VersionsIn(string folder) => Children(folder).Where(HasManifest).ToList();

    private static string? CurrentVersion(string folder)
    {
        var versions = VersionsIn(folder);
        if (versions.Count == 0) return null;
        var current = Path.Combine(folder, CurrentFile);
        if (File.Exists(current) && ReadCurrent(current) is { } named && versions.FirstOrDefault(version => Path.GetFileName(version) == named) is { } chosen)
            return chosen;
        return versions.MaxBy(version => SemanticVersion.TryParse(Path.GetFileName(version), out var parsed) ? parsed : null);
    }

    private static string? ReadCurrent(string path)
    {
        try
        {
            using var reader = new StreamReader(RegularFile.OpenRead(path));
            return reader.ReadLine()?.Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Whatever has that name: what is no file is reported as a bad manifest.
    public static bool HasManifest(string folder) => Path.Exists(Path.Combine(folder, PluginManifest.FileName));

    private static string[] Children(string folder)
    {
        try
        {
            // A leading dot marks what is still being installed.
            var children = Array.FindAll(Directory.GetDirectories(folder), child => !Path.GetFileName(child).StartsWith('.'));
            // By a function: for a comparer the runtime first builds sorters by reflection, which a listing would wait for.
            Array.Sort(children, string.CompareOrdinal);
            return children;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
