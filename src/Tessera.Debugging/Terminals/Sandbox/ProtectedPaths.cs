using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>The read-only and hidden files of a project, enforced by mounts.</summary>
internal static class ProtectedPaths
{
    // Each mount makes bubblewrap read the list of all: a hundred take it 50 ms, a thousand more than two seconds.
    private const int Most = 256;

    /// <summary>What is mounted.</summary>
    /// <param name="folder">The project's folder, without links.</param>
    /// <param name="site">The files and folders.</param>
    /// <returns>The places to mount, each before what stands in it.</returns>
    /// <exception cref="TesseraException">TESS4115: there are too many.</exception>
    public static IReadOnlyList<ProtectedPath> Find(string folder, TerminalSite site)
    {
        var places = new SortedDictionary<string, Protection>(StringComparer.Ordinal);
        foreach (var path in site.ReadOnly) places[Place(folder, path)] = Protection.ReadOnly;
        // Hidden is the stricter of the two.
        foreach (var path in site.Hidden) places[Place(folder, path)] = Directory.Exists(Place(folder, path)) ? Protection.HiddenFolder : Protection.HiddenFile;
        foreach (var place in places.Keys.ToList()) PinFolders(folder, place, places);
        if (places.Count <= Most) return [.. places.Select(place => new ProtectedPath(place.Key, place.Value))];
        throw new TesseraException(Diagnostic.Error(
            "TESS4115", FormattableString.Invariant($"More than {Most} files of the project are read-only or hidden one by one; a sandbox would take too long to start."),
            remedy: "Name their folders in the patterns, such as 'tests/', or use terminal/local."));
    }

    /// <summary>Whether a place still is what it was: a link in its place would lead a mount astray.</summary>
    public static bool IsThere(ProtectedPath place) => FileKinds.Of(place.Path) switch
    {
        FileKind.Folder => place.Protection != Protection.HiddenFile,
        FileKind.File => place.Protection is Protection.ReadOnly or Protection.HiddenFile,
        _ => false,
    };

    private static string Place(string folder, string path) =>
        path.Split('/').Any(name => name is "" or "." or "..") ? throw new ArgumentException($"'{path}' is no path from the folder, with '/' between names.", nameof(path)) : $"{folder}/{path}";

    /// <summary>What holds a protected file could otherwise be moved out of the way. What stands in a read-only folder cannot be moved.</summary>
    private static void PinFolders(string root, string place, SortedDictionary<string, Protection> places)
    {
        var folders = new Stack<string>();
        for (var folder = Path.GetDirectoryName(place)!; folder.Length > root.Length; folder = Path.GetDirectoryName(folder)!) folders.Push(folder);
        foreach (var folder in folders)
        {
            if (!places.TryAdd(folder, Protection.Pinned) && places[folder] == Protection.ReadOnly) return;
        }
    }
}
