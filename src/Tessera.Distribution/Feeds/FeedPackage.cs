using NuGet.Versioning;

namespace Tessera.Distribution.Feeds;

/// <summary>A package that a feed has.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Feed">The feed.</param>
internal sealed record FeedPackage(string Id, NuGetVersion Version, PluginFeed Feed)
{
    public override string ToString() => $"{Id} {Version.ToNormalizedString()}";
}
