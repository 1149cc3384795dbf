using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>The read-only and hidden files of a project, enforced by mounts: what fits the patterns when they are looked for.</summary>
internal sealed class ProtectedPaths
{
    // Each mount makes bubblewrap read the list of all: a hundred take it 50 ms, a thousand more than two seconds.
    private const int Most = 256;

    private readonly PathPatterns _hidden;
    private readonly PathPatterns _readOnly;
    private readonly SortedDictionary<string, Protection> _places = new(StringComparer.Ordinal);

    private ProtectedPaths(TerminalSite site) => (_hidden, _readOnly) = (new PathPatterns(site.Hidden), new PathPatterns(site.ReadOnly));

    /// <summary>Looks for them.</summary>
    /// <param name="folder">The project's folder, without links.</param>
    /// <param name="site">The patterns.</param>
    /// <returns>The places to mount, each before what stands in it.</returns>
    /// <exception cref="TesseraException">TESS4115: there are too many.</exception>
    public static IReadOnlyList<ProtectedPath> Find(string folder, TerminalSite site)
    {
        if (site.Hidden.Count == 0 && site.ReadOnly.Count == 0) return [];
        var search = new ProtectedPaths(site);
        search.Walk(folder, "", isReadOnly: false);
        return [.. search._places.Select(place => new ProtectedPath(place.Key, place.Value))];
    }

    /// <summary>Whether a place still is what it was: a link in its place would lead a mount astray.</summary>
    public static bool IsThere(ProtectedPath place) => FileKinds.Of(place.Path) switch
    {
        FileKind.Folder => place.Protection != Protection.HiddenFile,
        FileKind.File => place.Protection is Protection.ReadOnly or Protection.HiddenFile,
        _ => false,
    };

    /// <summary>Takes note of what is protected in a folder.</summary>
    /// <returns>Whether something is.</returns>
    private bool Walk(string folder, string relative, bool isReadOnly)
    {
        var found = false;
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
        {
            var kind = FileKinds.Of(entry);
            if (kind is not (FileKind.File or FileKind.Folder)) continue;
            var path = relative.Length == 0 ? Path.GetFileName(entry) : $"{relative}/{Path.GetFileName(entry)}";
            var isFolder = kind == FileKind.Folder;
            if (_hidden.Decide(path, isFolder) == true) found |= Add(entry, isFolder ? Protection.HiddenFolder : Protection.HiddenFile);
            else if (!isReadOnly && _readOnly.Decide(path, isFolder) == true)
            {
                found |= Add(entry, Protection.ReadOnly);
                if (isFolder) Walk(entry, path, isReadOnly: true);
            }
            else if (isFolder && Walk(entry, path, isReadOnly))
            {
                found = true;
                if (!isReadOnly) Add(entry, Protection.Pinned);
            }
        }

        return found;
    }

    private bool Add(string place, Protection protection)
    {
        _places[place] = protection;
        if (_places.Count <= Most) return true;
        throw new TesseraException(Diagnostic.Error(
            "TESS4115", FormattableString.Invariant($"More than {Most} files of the project are read-only or hidden one by one; a sandbox would take too long to start."),
            remedy: "Name their folders in the patterns, such as 'tests/', or use terminal/local."));
    }
}
