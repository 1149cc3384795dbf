using Tessera.Hosting.Catalog;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Verification;

/// <summary>Checks a plugin against this host from metadata alone: nothing of the plugin is loaded or run.</summary>
public static class PluginVerifier
{
    /// <summary>Checks a plugin: its manifest, its files, and every type and member of the host that its assemblies refer to.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <returns>Everything that is wrong, each with the missing type or member by name; empty when the plugin fits.</returns>
    public static IReadOnlyList<Diagnostic> Verify(InstalledPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        if (plugin.Status != PluginStatus.Ready) return plugin.Diagnostics;
        try
        {
            if (ShippedHostAssemblies(plugin) is { Count: > 0 } shipped)
                return [Diagnostic.Error(
                    "TESS2040", $"{plugin.Id} ships {string.Join(", ", shipped)}, which the host owns; a second copy would hide the plugin's parts without a word.",
                    new SourceLocation(plugin.Folder), "Build the plugin with build/Plugin.targets, which keeps these files out, or remove them.")];
            var problems = Directory.EnumerateFiles(plugin.Folder, "*.dll").Order(StringComparer.Ordinal).SelectMany(assembly => new ContractCheck(plugin, assembly).Run());
            return [.. problems, .. DependencyFileCheck.Check(plugin) is { } damage ? [damage] : Array.Empty<Diagnostic>()];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [Diagnostic.Error("TESS2046", $"The plugin's folder cannot be read: {unreadable.Message}", new SourceLocation(plugin.Folder), "Make the folder readable, or install the plugin again.")];
        }
    }

    private static List<string> ShippedHostAssemblies(InstalledPlugin plugin) =>
        [.. PluginFiles.In(plugin.Folder)
            .Where(file => Path.GetExtension(file).Equals(".dll", StringComparison.OrdinalIgnoreCase))
            .Select(file => Path.GetFileNameWithoutExtension(file)).Where(HostAssemblies.Owns).Distinct().Order(StringComparer.Ordinal)];
}
