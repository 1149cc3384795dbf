using System.Collections.Concurrent;
using System.Composition;
using System.Composition.Hosting;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Schemas;
using Tessera.Sdk.Steps;

namespace Tessera.Hosting.Activation;

/// <summary>Loads plugins when one of their parts is first needed, and creates parts. One container a plugin, so that none can spoil another.</summary>
public sealed class PluginHost : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ActivatedPlugin>> _activated;
    private readonly PluginActivator _activator;
    private readonly bool _ownsPlugins;

    /// <summary>Makes a host for the plugins of a catalog.</summary>
    /// <param name="catalog">The plugins.</param>
    /// <param name="loggers">Makes the loggers that parts receive; null for none.</param>
    /// <param name="time">The time that parts receive; null for the system's.</param>
    public PluginHost(PluginCatalog catalog, ILoggerFactory? loggers = null, TimeProvider? time = null)
        : this(catalog, new PluginActivator(new McMasterPluginLoader(), loggers, time), new(StringComparer.Ordinal)) => _ownsPlugins = true;

    /// <summary>Makes a host of plugins that another keeps.</summary>
    internal PluginHost(PluginCatalog catalog, PluginActivator activator, ConcurrentDictionary<string, Lazy<ActivatedPlugin>> activated)
    {
        Catalog = catalog ?? throw new ArgumentNullException(nameof(catalog));
        (_activator, _activated) = (activator, activated);
    }

    /// <summary>The plugins.</summary>
    public PluginCatalog Catalog { get; }

    /// <summary>The plugins that are loaded, sorted by id.</summary>
    public IReadOnlyList<ActivatedPlugin> Activated =>
        [.. _activated.Values.Where(plugin => plugin.IsValueCreated).Select(plugin => plugin.Value).OrderBy(plugin => plugin.Plugin.Id, StringComparer.Ordinal)];

    /// <summary>Loads a plugin, if it is not yet loaded.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <returns>The loaded plugin.</returns>
    /// <exception cref="TesseraException">The plugin is not right, or cannot be loaded.</exception>
    public ActivatedPlugin Activate(InstalledPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return _activated.GetOrAdd(plugin.Folder, _ => new Lazy<ActivatedPlugin>(() => _activator.Activate(plugin))).Value;
    }

    /// <summary>The class of a part's options.</summary>
    /// <param name="part">The part; its plugin is loaded.</param>
    /// <returns>The class; null for a part without options.</returns>
    /// <exception cref="TesseraException">The plugin cannot be loaded.</exception>
    public Type? OptionsTypeOf(InstalledPart part) => TypeOf(part).GetCustomAttribute<PartAttribute>()!.Options;

    /// <summary>The class that a step hands over.</summary>
    /// <param name="part">The step; its plugin is loaded.</param>
    /// <returns>The class; null for parts that are no steps.</returns>
    /// <exception cref="TesseraException">The plugin cannot be loaded.</exception>
    public Type? OutputTypeOf(InstalledPart part) => TypeOf(part).GetInterfaces()
        .FirstOrDefault(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IPipelineStep<>))?.GetGenericArguments()[0];

    /// <summary>Fills the options of a part.</summary>
    /// <param name="part">The part; its plugin is loaded.</param>
    /// <param name="json">The options by name; null for none.</param>
    /// <param name="values">Gives what JSON cannot hold: parts, and outputs of steps.</param>
    /// <returns>The options, or everything that does not fit. No options at all for a part without options.</returns>
    /// <exception cref="TesseraException">The plugin cannot be loaded.</exception>
    public Binding BindOptions(InstalledPart part, JsonObject? json, IValueSource? values = null)
    {
        if (OptionsTypeOf(part) is { } type) return ObjectBinder.Bind(type, json, BindingRules.Strict, values);
        return json is null or { Count: 0 }
            ? new Binding(null, [])
            : new Binding(null, [new BindingError("", $"{part.Uses} has no options.")]);
    }

    /// <summary>Creates a part.</summary>
    /// <typeparam name="TContract">The contract of its kind.</typeparam>
    /// <param name="part">The part.</param>
    /// <param name="options">Its options, as <see cref="BindOptions"/> gives them; null for the defaults.</param>
    /// <returns>The part, which the caller disposes of.</returns>
    /// <exception cref="TesseraException">The plugin cannot be loaded, or the part cannot be composed.</exception>
    public OwnedPart<TContract> Create<TContract>(InstalledPart part, object? options = null) where TContract : class
    {
        ArgumentNullException.ThrowIfNull(part);
        var plugin = Activate(part.Plugin);
        if (options is null && OptionsTypeOf(part) is not null)
        {
            var defaults = BindOptions(part, null);
            options = defaults.Value ?? throw Failure(part, string.Join(" ", defaults.Errors), null);
        }

        try
        {
            var export = plugin.Exports.Create(options, () => plugin.Container.GetExport<ExportFactory<TContract>>(part.Manifest.Name).CreateExport());
            return new OwnedPart<TContract>(export.Value, export.Dispose);
        }
        catch (CompositionFailedException failure)
        {
            throw Failure(part, plugin.FirstFailureOf(part.Uses, failure.Message), failure);
        }
        catch (Exception failure) when (failure is not TesseraException)
        {
            throw Failure(part, $"its constructor failed with {failure.GetType().Name}: {failure.Message}", failure);
        }
    }

    /// <summary>Makes a <see cref="Part{TContract}"/> that creates a part when it is asked to.</summary>
    /// <param name="partOfContract">The type <see cref="Part{TContract}"/> for the contract that is needed.</param>
    /// <param name="part">The part.</param>
    /// <param name="options">Gives the part's options.</param>
    /// <param name="identity">What decides all that the part does (see <see cref="Part{TContract}.Identity"/>); null where that is not known.</param>
    /// <returns>The reference, of type <paramref name="partOfContract"/>.</returns>
    public object MakeReference(Type partOfContract, InstalledPart part, Func<object?> options, string? identity = null)
    {
        ArgumentNullException.ThrowIfNull(partOfContract);
        var method = typeof(PluginHost).GetMethod(nameof(Reference), BindingFlags.NonPublic | BindingFlags.Instance)!;
        return method.MakeGenericMethod(partOfContract.GetGenericArguments()[0]).Invoke(this, [part, options, identity])!;
    }

    /// <summary>Disposes of the containers. Parts that were created are their owners' to dispose of.</summary>
    /// <returns>A task that ends when all is released.</returns>
    public ValueTask DisposeAsync()
    {
        if (!_ownsPlugins) return ValueTask.CompletedTask;
        foreach (var plugin in Activated) plugin.Container.Dispose();
        _activated.Clear();
        return ValueTask.CompletedTask;
    }

    private Part<TContract> Reference<TContract>(InstalledPart part, Func<object?> options, string? identity) where TContract : class =>
        new(part.Uses, () => Create<TContract>(part, options()), identity);

    private Type TypeOf(InstalledPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return Activate(part.Plugin).Assembly.GetType(part.Manifest.Type, throwOnError: true)!;
    }

    private static TesseraException Failure(InstalledPart part, string reason, Exception? cause) => new(Diagnostic.Error(
        "TESS2032", $"{part.Uses} of {part.Plugin.Id} {part.Plugin.Manifest!.Version} cannot be created: {reason}",
        remedy: "Tell the plugin's author; 'tessera plugins describe' shows what the part takes."), cause);
}
