using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Catalog;

/// <summary>The installed plugins, as their manifests tell. Nothing is loaded.</summary>
public sealed class PluginCatalog
{
    /// <summary>The variable that names more folders of plugins, separated as in <c>PATH</c>.</summary>
    public const string FoldersVariable = "TESSERA_PLUGINS";

    private readonly Lazy<IReadOnlyList<InstalledPart>> _parts;
    private readonly Lazy<Dictionary<string, List<InstalledPart>>> _byUses;

    private PluginCatalog(IReadOnlyList<InstalledPlugin> plugins)
    {
        Plugins = plugins;
        _parts = new(() =>
        [
            .. plugins.Where(plugin => plugin.Status == PluginStatus.Ready)
                .SelectMany(plugin => plugin.Manifest!.Exports.Select(export => new InstalledPart(plugin, export))),
        ]);
        _byUses = new(() => Parts.GroupBy(part => part.Uses, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal));
    }

    /// <summary>The plugins, sorted by id, the bad ones with their reasons.</summary>
    public IReadOnlyList<InstalledPlugin> Plugins { get; }

    /// <summary>The parts of all plugins that can be used.</summary>
    public IReadOnlyList<InstalledPart> Parts => _parts.Value;

    /// <summary>
    /// The folders that are searched: beside the host, then those given, then those of <c>TESSERA_PLUGINS</c>. What is named for one call, such as the
    /// build of a plugin that is also installed, is meant before what holds for all.
    /// </summary>
    /// <param name="extra">More folders.</param>
    /// <returns>The folders.</returns>
    public static IReadOnlyList<string> DefaultFolders(IEnumerable<string> extra) =>
    [
        Path.Combine(AppContext.BaseDirectory, "plugins"),
        .. extra,
        .. FoldersOfEnvironment,
    ];

    /// <summary>The folders that <c>TESSERA_PLUGINS</c> names, in its order.</summary>
    public static IReadOnlyList<string> FoldersOfEnvironment =>
        (Environment.GetEnvironmentVariable(FoldersVariable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Finds the plugins in some folders: a folder may be a plugin itself, or hold plugins, or hold versions of plugins.</summary>
    /// <param name="folders">The folders; those that do not exist are passed over.</param>
    /// <returns>The catalog. A bad plugin is a row in it, never an exception.</returns>
    public static PluginCatalog Discover(IEnumerable<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        var plugins = new List<InstalledPlugin>();
        var firstOf = new Dictionary<string, InstalledPlugin>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var root in folders)
        {
            var disabled = DisabledPlugins.In(root);
            foreach (var folder in PluginFolders.Find(root))
            {
                if (!seen.Add(folder)) continue;
                var plugin = PluginInspection.Inspect(folder);
                if (plugin.Status == PluginStatus.Ready && disabled.Contains(plugin.Id))
                    plugin = plugin.With(PluginStatus.Disabled, Diagnostic.Error(
                        "TESS2014", $"The plugin {plugin.Id} is disabled.", new SourceLocation(folder), $"Run 'tessera plugins enable {plugin.Id} --in {root}'."));
                if (plugin.Manifest is not null && !firstOf.TryAdd(plugin.Id, plugin))
                    plugin = plugin.With(PluginStatus.Shadowed, Diagnostic.Error(
                        "TESS2010", $"Another plugin with the id '{plugin.Id}' comes first: {firstOf[plugin.Id].Folder}.",
                        new SourceLocation(folder), "Remove one of them."));
                plugins.Add(plugin);
            }
        }

        plugins.Sort((left, right) => string.CompareOrdinal(left.Id, right.Id) is not 0 and var byId ? byId : string.CompareOrdinal(left.Folder, right.Folder));
        return new PluginCatalog(plugins);
    }

    /// <summary>Finds a part.</summary>
    /// <param name="uses">The part as <c>kind/name</c>, or <c>kind/plugin/name</c> where several plugins have one of that name.</param>
    /// <returns>The part, or what is wrong, with the nearest name that exists.</returns>
    public PartLookup Find(string uses)
    {
        ArgumentNullException.ThrowIfNull(uses);
        if (uses.Split('/') is [var kind, var plugin, var name])
            return Parts.FirstOrDefault(part => part.Manifest.Kind == kind && part.Plugin.Id == plugin && part.Manifest.Name == name) is { } exact
                ? new PartLookup(exact, null)
                : Unknown(uses, Parts.Select(part => part.QualifiedUses));
        return (_byUses.Value.GetValueOrDefault(uses) ?? []) switch
        {
            [var only] => new PartLookup(only, null),
            [] => Unknown(uses, Parts.Select(part => part.Uses)),
            var several => new PartLookup(null, Diagnostic.Error(
                "TESS2012", $"Several plugins have a '{uses}'.",
                remedy: $"Say which one: {string.Join(", ", several.Select(part => part.QualifiedUses))}.")),
        };
    }

    private PartLookup Unknown(string uses, IEnumerable<string> known)
    {
        var unusable = Plugins.FirstOrDefault(plugin => plugin.Status != PluginStatus.Ready
            && plugin.Manifest?.Exports.Any(export => $"{export.Kind}/{export.Name}" == uses) == true);
        if (unusable is not null)
            return new PartLookup(null, Diagnostic.Error(
                "TESS2013", $"'{uses}' belongs to the plugin {unusable.Id}, which cannot be used: {unusable.Diagnostics[0].Message}", remedy: unusable.Diagnostics[0].Remedy));
        var kind = uses.Split('/')[0];
        var named = uses.Contains('/') ? [] : known.Where(name => name.EndsWith("/" + uses, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToList();
        var ofKind = known.Where(name => name.StartsWith(kind + "/", StringComparison.Ordinal)).ToList();
        return new PartLookup(null, Diagnostic.Error(
            "TESS2011", $"There is no part '{uses}'.", remedy: named.Count > 0 ? $"A part is named by its kind, too: {string.Join(" or ", named)}." : NearestName.Suggest(uses, ofKind.Count > 0 ? ofKind : known)));
    }
}
