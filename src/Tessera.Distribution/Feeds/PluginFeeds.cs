using NuGet.Configuration;
using NuGet.Packaging;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Distribution.Feeds;

/// <summary>The feeds that plugins are got from.</summary>
public sealed class PluginFeeds
{
    private readonly IReadOnlyList<PluginFeed> _feeds;

    private PluginFeeds(IEnumerable<PackageSource> sources, FeedBounds bounds) => _feeds = [.. sources.Select(source => new PluginFeed(source, bounds))];

    /// <summary>Names the feeds; nothing is asked of them yet.</summary>
    /// <param name="sources">Folders, addresses, or names that NuGet's settings give to feeds; none for all that these settings name and have not disabled.</param>
    /// <param name="bounds">How much is taken from them; null for the defaults.</param>
    /// <returns>The feeds.</returns>
    /// <exception cref="TesseraException">TESS2076: there is no feed, or NuGet's settings cannot be read.</exception>
    public static PluginFeeds Open(IReadOnlyList<string> sources, FeedBounds? bounds = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        try
        {
            var known = new PackageSourceProvider(Settings.LoadDefaultSettings(Environment.CurrentDirectory)).LoadPackageSources().ToList();
            var chosen = sources.Count == 0 ? known.Where(source => source.IsEnabled).ToList() : [.. sources.Select(source => Choose(source, known))];
            return chosen.Count > 0 ? new PluginFeeds(chosen, bounds ?? new FeedBounds()) : throw new TesseraException(Diagnostic.Error(
                "TESS2076", "NuGet's settings name no feed.", remedy: "Name one with --source: a folder with packages, or an address. 'dotnet nuget add source' names one for good."));
        }
        catch (NuGetConfigurationException damaged)
        {
            throw new TesseraException(Diagnostic.Error("TESS2076", $"NuGet's settings cannot be read: {damaged.Message}", remedy: "Mend the file that the message names."), damaged);
        }
    }

    /// <summary>The packages that the feeds have under an id, the newest first; of one version, the one of the feed that is named first.</summary>
    /// <exception cref="TesseraException">TESS2086: no package has such an id.</exception>
    internal async Task<FeedSearch> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!PackageIdValidator.IsValidPackageId(id))
            throw new TesseraException(Diagnostic.Error(
                "TESS2086", $"'{id}' is not the id of a package.", remedy: "With --source or --version, name a package by its id, such as acme.tools; without them, a file or a folder by its path."));
        var answers = await Task.WhenAll(_feeds.Select(feed => AskAsync(feed, id, cancellationToken))).ConfigureAwait(false);
        var found = answers.SelectMany(answer => answer.Found).DistinctBy(package => package.Version).OrderByDescending(package => package.Version).ToList();
        return new FeedSearch(id, found, [.. answers.SelectMany(answer => answer.Problems)], [.. _feeds.Select(feed => feed.Address)]);
    }

    private static async Task<(IReadOnlyList<FeedPackage> Found, IReadOnlyList<Diagnostic> Problems)> AskAsync(PluginFeed feed, string id, CancellationToken cancellationToken)
    {
        try
        {
            return (await feed.FindAsync(id, cancellationToken).ConfigureAwait(false), []);
        }
        catch (TesseraException silent)
        {
            // Another feed may have it.
            return ([], silent.Diagnostics);
        }
    }

    private static PackageSource Choose(string source, List<PackageSource> known) =>
        known.Find(named => named.Name == source || named.Source == source)
        ?? new PackageSource(Uri.TryCreate(source, UriKind.Absolute, out var address) && !address.IsFile ? source : Path.GetFullPath(source));
}
