using Tessera.Hosting.Manifests;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Catalog;

/// <summary>What can be said of a plugin from its manifest alone.</summary>
internal static class PluginInspection
{
    public static InstalledPlugin Inspect(string folder)
    {
        PluginManifest manifest;
        try
        {
            manifest = PluginManifest.Read(Path.Combine(folder, PluginManifest.FileName));
        }
        catch (TesseraException unfit)
        {
            return new InstalledPlugin(folder, null, PluginStatus.Invalid, unfit.Diagnostics);
        }

        if (Problem(folder, manifest) is var (status, problem)) return new InstalledPlugin(folder, manifest, status, [problem]);
        return new InstalledPlugin(folder, manifest, PluginStatus.Ready, []);
    }

    private static (PluginStatus Status, Diagnostic Problem)? Problem(string folder, PluginManifest manifest)
    {
        var place = new SourceLocation(Path.Combine(folder, PluginManifest.FileName));
        if (!Version.TryParse(manifest.Sdk, out var built))
            return (PluginStatus.Invalid, Diagnostic.Error("TESS2003", $"'sdk' is not a version: '{manifest.Sdk}'.", place, "Build the plugin again; the build writes plugin.json."));
        if (built.Major != HostVersion.Sdk.Major || built.Minor > HostVersion.Sdk.Minor)
            return (PluginStatus.Unsupported, Diagnostic.Error(
                "TESS2020", $"{manifest.Id} {manifest.Version} was built for Tessera.Sdk {built.ToString(2)}; this host provides {HostVersion.Text}.", place,
                built > HostVersion.Sdk ? $"Update Tessera, or install a version of {manifest.Id} that was built for {HostVersion.Text}." : $"Install a version of {manifest.Id} that was built for {HostVersion.Text}."));
        if (UnknownFeature(manifest) is { } unknown)
            return (PluginStatus.Unsupported, Diagnostic.Error("TESS2021", $"{manifest.Id} needs '{unknown}', which this host does not have.", place, "Update Tessera."));
        if (!File.Exists(Path.Combine(folder, manifest.Entry)))
            return (PluginStatus.Invalid, Diagnostic.Error("TESS2004", $"The plugin's assembly {manifest.Entry} is missing.", place, "Install the plugin again."));
        if (ExportedTwice(manifest) is { } twice)
            return (PluginStatus.Invalid, Diagnostic.Error("TESS2003", $"The manifest exports {twice} twice.", place, "Build the plugin again; the build writes plugin.json."));
        return null;
    }

    private static string? UnknownFeature(PluginManifest manifest)
    {
        foreach (var feature in manifest.Requires)
        {
            if (feature != HostAssemblies.TensorsFeature) return feature;
        }

        return null;
    }

    private static string? ExportedTwice(PluginManifest manifest)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var export in manifest.Exports)
        {
            var uses = $"{export.Kind}/{export.Name}";
            if (!seen.Add(uses)) return uses;
        }

        return null;
    }
}
