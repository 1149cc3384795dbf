using Tessera.Hosting.Catalog;
using Tessera.Hosting.Manifests;
using Tessera.Hosting.Verification;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Installation;

/// <summary>
/// Installs plugins into a folder of plugins, as <c>ID/VERSION-HASH/</c> with a file <c>current</c> that names the version in use.
/// </summary>
/// <remarks>
/// Nothing that is installed is ever written to again: overwriting an assembly that a running host has mapped would kill that host.
/// A new version arrives beside the old one and is switched to by one rename, so that a host that starts meanwhile sees the one or
/// the other, and several installations at once do no harm. Versions that are no longer current stay, because hosts may run them.
/// </remarks>
/// <param name="folder">The folder of plugins.</param>
/// <param name="time">The time, by which remains of killed installations are recognised; null for the system's.</param>
public sealed class PluginInstallation(string folder, TimeProvider? time = null)
{
    private static readonly TimeSpan LongestInstallation = TimeSpan.FromDays(1);

    private readonly string _folder = Path.GetFullPath(folder);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Installs a plugin, and makes it the current version of its id.</summary>
    /// <param name="source">The folder that the plugin's build left.</param>
    /// <returns>The plugin where it is installed. Installing the same content again changes nothing but the current version.</returns>
    /// <exception cref="TesseraException">The plugin does not fit this host, or its files cannot be read or written.</exception>
    public InstalledPlugin Install(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        source = Path.GetFullPath(source);
        RefuseUnfit(source);
        RefuseUnfitFolder(source);
        try
        {
            Directory.CreateDirectory(_folder);
            RemoveRemains();
            using var incoming = IncomingFolder.CopyOf(source, _folder);
            // What was copied counts: the source may change meanwhile.
            var plugin = RefuseUnfit(incoming.Path);
            var versions = VersionsFolder(plugin.Id);
            var installed = incoming.MoveInto(versions, $"{plugin.Manifest!.Version.Split('+')[0]}-{plugin.ContentHash[..12]}", plugin.ContentHash);
            CurrentVersionFile.Write(versions, Path.GetFileName(installed));
            return PluginInspection.Inspect(installed);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new TesseraException(Diagnostic.Error(
                "TESS2050", $"The plugin cannot be installed: {refused.Message}", new SourceLocation(_folder), "Choose a folder that may be written, on a disk with room."), refused);
        }
    }

    /// <summary>Removes a plugin with all of its versions. A host that has it loaded goes on where the system lets it.</summary>
    /// <param name="id">The plugin's id.</param>
    /// <returns>The folders that were removed, several where the plugin was also copied by hand.</returns>
    /// <exception cref="TesseraException">The folder holds no such plugin, or it cannot be removed.</exception>
    public IReadOnlyList<string> Remove(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var plugins = PluginFolders.Find(_folder).Where(plugin => plugin != _folder).Select(PluginInspection.Inspect).ToList();
        var removed = plugins.Where(plugin => plugin.Id == id || (plugin.Manifest is null && Path.GetFileName(EntryOf(plugin.Folder)) == id)).Select(plugin => EntryOf(plugin.Folder)).ToList();
        if (removed.Count == 0)
            throw new TesseraException(Diagnostic.Error(
                "TESS2054", $"There is no plugin '{id}' in this folder.", new SourceLocation(_folder), NearestName.Suggest(id, plugins.Select(plugin => plugin.Id)) is { Length: > 0 } suggestion ? suggestion : "Name the folder of plugins that holds it."));
        try
        {
            // One rename, and no host finds it any more; a host that starts meanwhile sees the whole plugin or none.
            foreach (var entry in removed) IncomingFolder.Discard(entry, _folder);
            return removed;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new TesseraException(Diagnostic.Error(
                "TESS2055", $"The plugin cannot be removed: {refused.Message}", new SourceLocation(_folder), "End the programs that use it, and look at the folder's owner and permissions."), refused);
        }
    }

    private string EntryOf(string plugin) => Path.Combine(_folder, Path.GetRelativePath(_folder, plugin).Split(Path.DirectorySeparatorChar)[0]);

    private void RefuseUnfitFolder(string source)
    {
        if (PluginFolders.HasManifest(_folder) || Path.GetRelativePath(source, _folder) is var way && !Path.IsPathRooted(way) && way.Split(Path.DirectorySeparatorChar)[0] != "..")
            throw new TesseraException(Diagnostic.Error(
                "TESS2053", "This folder belongs to a plugin; plugins are not installed into one another.", new SourceLocation(_folder), "Choose a folder that holds plugins and is none."));
    }

    private static InstalledPlugin RefuseUnfit(string folder)
    {
        if (!File.Exists(Path.Combine(folder, PluginManifest.FileName)))
            throw new TesseraException(Diagnostic.Error(
                "TESS2051", $"There is no plugin in this folder: it has no {PluginManifest.FileName}.", new SourceLocation(folder), "Name the folder that the plugin's build left."));
        var plugin = PluginInspection.Inspect(folder);
        return PluginVerifier.Verify(plugin) is { Count: > 0 } problems ? throw new TesseraException(problems) : plugin;
    }

    private string VersionsFolder(string id)
    {
        var versions = Path.Combine(_folder, id);
        return File.Exists(Path.Combine(versions, PluginManifest.FileName))
            ? throw new TesseraException(Diagnostic.Error(
                "TESS2052", $"The folder holds a plugin that was copied into it, which would hide installed versions of {id}.", new SourceLocation(versions), "Move that plugin away, then install again."))
            : versions;
    }

    private void RemoveRemains()
    {
        var old = _time.GetUtcNow() - LongestInstallation;
        foreach (var remains in IncomingFolder.RemainsIn(_folder).Where(incoming => Directory.GetLastWriteTimeUtc(incoming) < old.UtcDateTime))
            IncomingFolder.Remove(remains);
    }
}
