using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Tools;

namespace Tessera.Mcp.Serving;

/// <summary>Finds the tools to serve among the installed parts, as pipelines do.</summary>
internal static class ServedTools
{
    private const string Kind = "tool";
    private const string ShippedPlugins = "tessera.tools.";

    /// <summary>Creates the named tools, or all that ship with Tessera.</summary>
    /// <param name="host">Creates them.</param>
    /// <param name="names">The names; null for all that are shipped.</param>
    /// <param name="note">Is told of shipped tools that cannot be created, and are left out.</param>
    /// <returns>The tools, which the caller disposes of.</returns>
    /// <exception cref="TesseraException">A named tool does not exist or cannot be created; TESS4602: there is nothing to serve.</exception>
    public static async Task<IReadOnlyList<OwnedPart<ITool>>> CreateAsync(PluginHost host, IReadOnlyList<string>? names, Action<string> note)
    {
        var created = new List<OwnedPart<ITool>>();
        try
        {
            foreach (var part in names is null ? Shipped(host.Catalog) : Named(host.Catalog, names))
            {
                try
                {
                    created.Add(host.Create<ITool>(part));
                }
                catch (TesseraException broken) when (names is null)
                {
                    note($"{part.Uses} is left out: {broken.Message}");
                }
            }

            if (created.Count > 0) return created;
            throw new TesseraException(Diagnostic.Error(
                "TESS4602", "There is no tool to serve.", remedy: "Name installed tools with --tools; 'tessera plugins list' shows what is installed."));
        }
        catch
        {
            foreach (var tool in created) await tool.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static IEnumerable<InstalledPart> Shipped(PluginCatalog catalog) =>
        catalog.Parts.Where(part => part.Manifest.Kind == Kind && part.Plugin.Id.StartsWith(ShippedPlugins, StringComparison.Ordinal));

    private static List<InstalledPart> Named(PluginCatalog catalog, IReadOnlyList<string> names)
    {
        var found = names.Select(name => catalog.Find(name.StartsWith(Kind + "/", StringComparison.Ordinal) ? name : $"{Kind}/{name}")).ToList();
        if (found.Select(lookup => lookup.Problem).OfType<Diagnostic>().ToList() is { Count: > 0 } problems) throw new TesseraException(problems);
        return [.. found.Select(lookup => lookup.Part!)];
    }
}
