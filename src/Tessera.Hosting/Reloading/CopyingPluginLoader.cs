using System.Reflection;
using System.Runtime.Loader;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Reloading;

/// <summary>
/// Loads watched plugins from copies, so that they can be unloaded and their builds can overwrite them: a build that cuts off a file
/// which this process has mapped would kill it. All others are loaded where they lie.
/// </summary>
/// <param name="isWatched">Which ones are watched.</param>
/// <param name="time">The time; null for the system's.</param>
internal sealed class CopyingPluginLoader(Func<InstalledPlugin, bool> isWatched, TimeProvider? time = null) : IPluginLoader, IDisposable
{
    private readonly McMasterPluginLoader _inPlace = new();
    private readonly McMasterPluginLoader _unloadable = new(unloadable: true);
    private readonly Lazy<CopiesFolder> _copies = new(() => new CopiesFolder(time ?? TimeProvider.System));
    private int _count;

    public (Assembly Assembly, AssemblyLoadContext Context) Load(InstalledPlugin plugin, IReadOnlyList<Assembly> shared)
    {
        if (!isWatched(plugin)) return _inPlace.Load(plugin, shared);
        // Of its own name: context and assembly tell by it where they come from.
        var copy = Path.Combine(_copies.Value.Path, $"{Interlocked.Increment(ref _count)}", Path.GetFileName(plugin.Folder));
        foreach (var file in PluginFiles.In(plugin.Folder))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(plugin.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        // What runs must be what its results are kept under.
        if (PluginFiles.HashOf(copy) != plugin.ContentHash)
            throw new TesseraException(Diagnostic.Error(
                "TESS2090", $"The files of {plugin.Id} changed while they were loaded.", new SourceLocation(plugin.Folder), "It is loaded again as soon as its build has ended."));
        return _unloadable.LoadFrom(Path.Combine(copy, plugin.Manifest!.Entry), shared);
    }

    public void Dispose()
    {
        if (_copies.IsValueCreated) _copies.Value.Dispose();
    }
}
