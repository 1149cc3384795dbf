using Tessera.Hosting.Catalog;
using Tessera.Hosting.Manifests;

namespace Tessera.Hosting.Installation;

/// <summary>What an installation changed.</summary>
/// <param name="Before">The plugin as it was in use before; null where it was not installed, or could not be read.</param>
/// <param name="After">The plugin as it is installed now.</param>
public sealed record PluginChange(PluginManifest? Before, InstalledPlugin After)
{
    /// <summary>The parts that it has now and did not have, as <c>kind/name</c>; none where it was not installed before.</summary>
    public IReadOnlyList<string> NewParts => Before is null ? [] : [.. Parts(After.Manifest!).Except(Parts(Before))];

    /// <summary>The parts that it had and has no more: pipelines that use them fail from now on.</summary>
    public IReadOnlyList<string> LostParts => Before is null ? [] : [.. Parts(Before).Except(Parts(After.Manifest!))];

    /// <summary>What it declares that it does, and did not declare before; none where it was not installed before.</summary>
    public IReadOnlyList<string> NewCapabilities => Before is null ? [] : [.. After.Manifest!.Capabilities.Except(Before.Capabilities)];

    private static IEnumerable<string> Parts(PluginManifest manifest) => manifest.Exports.Select(part => $"{part.Kind}/{part.Name}");
}
