namespace Tessera.Adapters.Library;

/// <summary>Finds the experts in a folder: those folders in it that hold an adapter's configuration. What begins with a dot is the library's own.</summary>
internal static class ExpertFolders
{
    /// <summary>The experts' folders, sorted by name (ordinal).</summary>
    public static List<string> In(string library) => !Directory.Exists(library)
        ? []
        : [.. Directory.EnumerateDirectories(library)
            .Where(folder => !Path.GetFileName(folder).StartsWith('.') && File.Exists(Path.Combine(folder, AdapterConfig.FileName)))
            .Order(StringComparer.Ordinal)];
}
