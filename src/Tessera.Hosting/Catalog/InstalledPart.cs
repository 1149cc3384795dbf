using Tessera.Hosting.Manifests;

namespace Tessera.Hosting.Catalog;

/// <summary>A part of an installed plugin.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Manifest">What the manifest says of the part.</param>
public sealed record InstalledPart(InstalledPlugin Plugin, PartManifest Manifest)
{
    /// <summary>The part as pipelines name it: <c>kind/name</c>.</summary>
    public string Uses => $"{Manifest.Kind}/{Manifest.Name}";

    /// <summary>The part with its plugin: <c>kind/plugin/name</c>, which is never ambiguous.</summary>
    public string QualifiedUses => $"{Manifest.Kind}/{Plugin.Id}/{Manifest.Name}";
}
