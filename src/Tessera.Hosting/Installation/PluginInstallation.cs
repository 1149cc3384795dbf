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
    /// <param name="source">The folder that the plugin's build left, or a package or zip of it.</param>
    /// <returns>The plugin where it is installed. Installing the same content again changes nothing but the current version.</returns>
    /// <exception cref="TesseraException">The plugin does not fit this host, or its files cannot be read or written.</exception>
    public InstalledPlugin Install(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        source = Path.GetFullPath(source);
        if (!PluginArchive.Is(source)) RefuseUnfit(source);
        RefuseUnfitFolder(source);
        try
        {
            Directory.CreateDirectory(_folder);
            RemoveRemains();
            using var incoming = IncomingFolder.CopyOf(source, _folder);
            // What was copied counts: the source may change meanwhile.
            var plugin = RefuseUnfit(incoming.Path);
            var versions = VersionsFolder(plugin.Id);
            var installed = incoming.MoveInto(versions, VersionFolderName.Of(plugin), plugin.ContentHash);
            CurrentVersionFile.Write(versions, Path.GetFileName(installed));
            return PluginInspection.Inspect(installed);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new TesseraException(Diagnostic.Error(
                "TESS2050", $"The plugin cannot be installed: {refused.Message}", new SourceLocation(_folder), "Choose a folder that may be written, on a disk with room."), refused);
        }
    }

    /// <summary>The plugins that the folder holds, each in the version in use; right or wrong, as a host would find them.</summary>
    /// <returns>The plugins, sorted by id.</returns>
    public IReadOnlyList<InstalledPlugin> List() => PluginCatalog.Discover([_folder]).Plugins;

    /// <summary>Finds a plugin in the version in use.</summary>
    /// <param name="id">The plugin's id.</param>
    /// <returns>The plugin.</returns>
    /// <exception cref="TesseraException">TESS2054: the folder holds no such plugin.</exception>
    public InstalledPlugin Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var plugins = List().Where(plugin => plugin.Folder != _folder).ToList();
        return plugins.Find(plugin => plugin.Id == id) ?? throw Missing(id, plugins);
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
        if (removed.Count == 0) throw Missing(id, plugins);
        try
        {
            // One rename, and no host finds it any more; a host that starts meanwhile sees the whole plugin or none.
            foreach (var entry in removed) IncomingFolder.Discard(entry, _folder);
            DisabledPlugins.Mark(_folder, id, isDisabled: false);
            return removed;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new TesseraException(Diagnostic.Error(
                "TESS2055", $"The plugin cannot be removed: {refused.Message}", new SourceLocation(_folder), "End the programs that use it, and look at the folder's owner and permissions."), refused);
        }
    }

    /// <summary>Keeps a plugin from being used, until it is enabled. A host that has it loaded goes on.</summary>
    /// <param name="id">The plugin's id.</param>
    /// <returns>The plugin.</returns>
    /// <exception cref="TesseraException">The folder holds no such plugin, or it cannot be written to.</exception>
    public InstalledPlugin Disable(string id) => Mark(id, isDisabled: true);

    /// <summary>Lets a plugin be used again.</summary>
    /// <param name="id">The plugin's id.</param>
    /// <returns>The plugin.</returns>
    /// <exception cref="TesseraException">The folder holds no such plugin, or it cannot be written to.</exception>
    public InstalledPlugin Enable(string id) => Mark(id, isDisabled: false);

    /// <summary>Makes another version that is installed the one in use.</summary>
    /// <param name="id">The plugin's id.</param>
    /// <param name="version">The version. Of several with it, the one that was installed last and is whole.</param>
    /// <returns>The plugin.</returns>
    /// <exception cref="TesseraException">The folder holds no such version, or cannot be written to.</exception>
    public InstalledPlugin Use(string id, string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var versions = Path.GetDirectoryName(Find(id).Folder)!;
        var installed = PluginFolders.VersionsIn(versions).Select(PluginInspection.Inspect).Where(plugin => plugin.Manifest is not null && VersionFolderName.FaultOf(plugin) is null).ToList();
        var chosen = installed.LastOrDefault(plugin => plugin.Manifest!.Version == version) ?? throw new TesseraException(Diagnostic.Error(
            "TESS2057", $"Version {version} of {id} is not installed.", new SourceLocation(versions),
            installed.Count == 0 ? "Install it with 'tessera plugins install'." : $"Installed are {string.Join(", ", installed.Select(plugin => plugin.Manifest!.Version).Distinct())}."));
        if (PluginVerifier.Verify(chosen) is { Count: > 0 } problems) throw new TesseraException(problems);
        Write(() => CurrentVersionFile.Write(versions, Path.GetFileName(chosen.Folder)));
        return chosen;
    }

    private InstalledPlugin Mark(string id, bool isDisabled)
    {
        var plugin = Find(id);
        Write(() => DisabledPlugins.Mark(_folder, plugin.Id, isDisabled));
        return plugin;
    }

    private TesseraException Missing(string id, IReadOnlyList<InstalledPlugin> plugins) => new(Diagnostic.Error(
        "TESS2054", $"There is no plugin '{id}' in this folder.", new SourceLocation(_folder), NearestName.Suggest(id, plugins.Select(plugin => plugin.Id)) is { Length: > 0 } suggestion ? suggestion : "Name the folder of plugins that holds it."));

    private void Write(Action write)
    {
        try
        {
            write();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new TesseraException(Diagnostic.Error("TESS2058", $"The folder of plugins cannot be changed: {refused.Message}", new SourceLocation(_folder), "Choose a folder that may be written."), refused);
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
        if (!Directory.Exists(folder))
            throw new TesseraException(Diagnostic.Error(
                PluginPackage.HoldsNoPlugin, File.Exists(folder) ? "This is no plugin: it is neither a folder nor a package (.nupkg) or zip of one." : "There is nothing here to install.", new SourceLocation(folder),
                "Look at how it is spelled. Name the folder that the plugin's build left, or a package of it; or, for a plugin that a feed has, its id."));
        if (!File.Exists(Path.Combine(folder, PluginManifest.FileName)))
            throw new TesseraException(Diagnostic.Error(
                "TESS2051", $"There is no plugin in this folder: it has no {PluginManifest.FileName}.", new SourceLocation(folder), "Name the folder that the plugin's build left; or, for a plugin that a feed has, give --source FEED with its id."));
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
