using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Diagnostics;
using Tessera.Unloading;

namespace Tessera.Hosting.Reloading;

/// <summary>Keeps plugins loaded from one use to the next, and loads those in watched folders anew when their builds changed. Not for use by several threads at once.</summary>
public sealed class ReloadingPlugins : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ActivatedPlugin>> _activated = new(StringComparer.Ordinal);
    private readonly List<(InstalledPlugin Plugin, ReleasedContext Context)> _released = [];
    private readonly string[] _watched;
    private readonly CopyingPluginLoader _loader;
    private readonly PluginActivator _activator;

    /// <summary>Begins with nothing loaded.</summary>
    /// <param name="watched">The folders of plugins whose builds may change. Those plugins are loaded from copies, others where they lie.</param>
    /// <param name="loggers">Makes the loggers that parts receive; null for none.</param>
    /// <param name="time">The time that parts receive; null for the system's.</param>
    public ReloadingPlugins(IEnumerable<string> watched, ILoggerFactory? loggers = null, TimeProvider? time = null)
    {
        _watched = [.. watched.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))];
        _loader = new CopyingPluginLoader(Watches, time);
        _activator = new PluginActivator(_loader, loggers, time);
    }

    /// <summary>Whether a plugin lies in a watched folder.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <returns>Whether it does.</returns>
    public bool Watches(InstalledPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return _watched.Any(folder => plugin.Folder == folder || plugin.Folder.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    /// <summary>Makes a host of the plugins as they are now. Watched plugins that are no longer as they were loaded are let go of, so nothing of an earlier host may be in use.</summary>
    /// <param name="catalog">The plugins as they are now.</param>
    /// <returns>The host; to dispose of it releases nothing.</returns>
    public PluginHost HostFor(PluginCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        foreach (var (folder, activated) in _activated)
        {
            // What failed is tried again.
            if (activated.IsValueCreated && IsAsLoaded(activated.Value.Plugin, catalog)) continue;
            _activated.TryRemove(folder, out _);
            if (activated.IsValueCreated) _released.Add((activated.Value.Plugin, activated.Value.Release()));
        }

        return new PluginHost(catalog, _activator, _activated);
    }

    /// <summary>Looks which plugins that were let go of are still in memory, and what may hold them. Each is told once.</summary>
    /// <param name="cancellationToken">Ends the search early.</param>
    /// <returns>A warning for each.</returns>
    public async Task<IReadOnlyList<Diagnostic>> FindHeldAsync(CancellationToken cancellationToken)
    {
        if (_released.Count == 0) return [];
        ForgetSerializedTypes();
        var held = new List<Diagnostic>();
        foreach (var (plugin, context) in _released)
        {
            if (await context.HasGoneAsync(cancellationToken).ConfigureAwait(false)) continue;
            held.Add(new Diagnostic(
                "TESS2091", DiagnosticSeverity.Warning, $"An earlier build of {plugin.Id} {plugin.Manifest!.Version} could not be unloaded and stays in memory. {context.Explain()}",
                new SourceLocation(plugin.Folder), "What runs now is the new build. Mend the plugin, or begin the watch anew when memory runs short."));
        }

        _released.Clear();
        return held;
    }

    /// <summary>Lets go of all plugins.</summary>
    public void Dispose()
    {
        foreach (var activated in _activated.Values.Where(plugin => plugin.IsValueCreated)) activated.Value.Container.Dispose();
        _activated.Clear();
        _loader.Dispose();
    }

    private bool IsAsLoaded(InstalledPlugin loaded, PluginCatalog catalog) =>
        !Watches(loaded) || catalog.Plugins.Any(plugin => plugin.Folder == loaded.Folder && plugin.Status == PluginStatus.Ready && plugin.ContentHash == loaded.ContentHash);

    // The outputs of steps are stored by the host's serializer, whose picture of a plugin's types is the host's to give up.
    // The runtime does just this when code is edited while it runs; there is no public way to ask for it (dotnet/runtime #65323).
    private static void ForgetSerializedTypes() =>
        typeof(JsonSerializer).Assembly.GetType("System.Text.Json.JsonSerializerOptionsUpdateHandler")?.GetMethod("ClearCache")?.Invoke(null, [null]);
}
