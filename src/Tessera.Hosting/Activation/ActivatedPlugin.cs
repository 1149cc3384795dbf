using System.Collections.Concurrent;
using System.Composition.Hosting;
using System.Reflection;
using System.Runtime.Loader;
using Tessera.Hosting.Catalog;
using Tessera.Unloading;

namespace Tessera.Hosting.Activation;

/// <summary>A plugin whose assembly is loaded and whose parts can be created.</summary>
public sealed class ActivatedPlugin
{
    private readonly ConcurrentDictionary<string, string> _firstFailures = new(StringComparer.Ordinal);
    private readonly AssemblyLoadContext _context;

    internal ActivatedPlugin(InstalledPlugin plugin, Assembly assembly, AssemblyLoadContext context, CompositionHost container, HostExports exports, TimeSpan loadTime)
    {
        (Plugin, Assembly, _context, Container, Exports, LoadTime) = (plugin, assembly, context, container, exports, loadTime);
    }

    /// <summary>The plugin.</summary>
    public InstalledPlugin Plugin { get; }

    /// <summary>How long verifying, loading and composing took.</summary>
    public TimeSpan LoadTime { get; }

    /// <summary>The name of the load context that holds its private assemblies.</summary>
    public string ContextName => _context.Name ?? _context.ToString();

    /// <summary>The assemblies that only this plugin sees, by name, sorted.</summary>
    public IReadOnlyList<string> PrivateAssemblies => [.. _context.Assemblies.Select(assembly => assembly.GetName().Name!).Order(StringComparer.Ordinal)];

    /// <summary>The assemblies of the host that it refers to, by name, sorted.</summary>
    public IReadOnlyList<string> SharedAssemblies =>
        [.. Assembly.GetReferencedAssemblies().Select(reference => reference.Name!).Where(HostAssemblies.Owns).Order(StringComparer.Ordinal)];

    internal Assembly Assembly { get; }

    internal CompositionHost Container { get; }

    internal HostExports Exports { get; }

    /// <summary>Lets go of the plugin. Whoever asks keeps nothing of it, parts included.</summary>
    internal ReleasedContext Release()
    {
        Container.Dispose();
        return ReleasedContext.Of(_context);
    }

    /// <summary>What composition said when a part could first not be composed, on one line.</summary>
    /// <remarks>Only then does it name the import that nobody exports; from then on it says that the part itself does not exist.</remarks>
    internal string FirstFailureOf(string uses, string message) =>
        _firstFailures.GetOrAdd(uses, _ => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
