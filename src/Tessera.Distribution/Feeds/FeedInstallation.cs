using NuGet.Versioning;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Installation;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Distribution.Feeds;

/// <summary>Installs plugins from feeds, and newer versions of those that are installed.</summary>
/// <param name="feeds">Where they are got from.</param>
/// <param name="installation">Where they go.</param>
public sealed class FeedInstallation(PluginFeeds feeds, PluginInstallation installation)
{
    // Of a plugin whose every version is for another SDK, not every version is downloaded to find that out.
    private const int MostLookedAt = 10;

    /// <summary>Installs a plugin, and makes it the version in use.</summary>
    /// <param name="id">The id of its package, in any case.</param>
    /// <param name="version">The version; null for the newest release that fits this host.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was installed.</returns>
    /// <exception cref="TesseraException">No feed has it, it cannot be got, or does not fit this host: then nothing changed.</exception>
    public async Task<FeedInstallationResult> InstallAsync(string id, string? version, CancellationToken cancellationToken)
    {
        var search = await feeds.FindAsync(id, cancellationToken).ConfigureAwait(false);
        var (installed, unfit) = await InstallFirstAsync(version is null ? search.Releases() : [search.Exactly(version)], pluginId: null, cancellationToken).ConfigureAwait(false);
        if (installed is null)
            throw new TesseraException([.. unfit, Diagnostic.Error(
                "TESS2079", version is null ? $"No version of {id} fits this host." : $"Version {version} of {id} does not fit this host.", remedy: "Update Tessera, or ask the plugin's author for a version that was built for this one.")]);
        return new FeedInstallationResult(installed, [.. search.Warnings, .. Softened(unfit)]);
    }

    /// <summary>Installs the newest version of a plugin that fits this host, where it is newer than the one that is installed, or that one does not fit.</summary>
    /// <param name="current">The plugin as it is installed; its id is that of its package.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was installed, if anything was.</returns>
    /// <exception cref="TesseraException">No feed has it, or the newer version cannot be got or installed: then the old one stays in use.</exception>
    public async Task<FeedInstallationResult> UpdateAsync(InstalledPlugin current, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(current);
        var search = await feeds.FindAsync(current.Id, cancellationToken).ConfigureAwait(false);
        var installedVersion = NuGetVersion.TryParse(current.Manifest?.Version, out var version) ? version : null;
        var candidates = installedVersion?.IsPrerelease == true ? search.Packages : search.Releases();
        // What cannot be used is replaced by whatever can.
        if (current.Status is PluginStatus.Ready or PluginStatus.Disabled) candidates = [.. candidates.Where(package => package.Version > installedVersion)];
        var (installed, unfit) = await InstallFirstAsync(candidates, current.Id, cancellationToken).ConfigureAwait(false);
        return new FeedInstallationResult(installed, [.. search.Warnings, .. Softened(unfit)]);
    }

    private async Task<(InstalledPlugin? Installed, IReadOnlyList<Diagnostic> Unfit)> InstallFirstAsync(IReadOnlyList<FeedPackage> candidates, string? pluginId, CancellationToken cancellationToken)
    {
        var unfit = new List<Diagnostic>();
        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("tessera-feed-");
            foreach (var candidate in candidates.Take(MostLookedAt))
            {
                var file = Path.Combine(folder.FullName, "package.nupkg");
                await candidate.Feed.DownloadAsync(candidate, file, cancellationToken).ConfigureAwait(false);
                using var package = Open(candidate, file);
                // Where it was looked at is gone when this is read.
                List<Diagnostic> problems = [.. package.Problems.Select(problem => problem with { Location = new SourceLocation($"{candidate} in {candidate.Feed.Address}") })];
                if (pluginId is not null && package.Plugin.Manifest?.Id is { } found && found != pluginId) throw Another(candidate, found, pluginId);
                if (NuGetVersion.TryParse(package.Plugin.Manifest?.Version, out var own) && own != candidate.Version) throw Mislabelled(candidate, own);
                if (problems.Count == 0) return (installation.Install(file), unfit);
                if (package.FitsHost) throw new TesseraException(problems);
                unfit.AddRange(problems);
            }

            return (null, unfit);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new TesseraException(Diagnostic.Error(
                "TESS2050", $"The plugin cannot be installed: {refused.Message}", new SourceLocation(Path.GetTempPath()), "Packages are unpacked there to be looked at: make room, or name another folder in TMPDIR."), refused);
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }

    private static PluginPackage Open(FeedPackage candidate, string file)
    {
        try
        {
            return PluginPackage.Open(file);
        }
        catch (TesseraException unfit)
        {
            throw new TesseraException([.. unfit.Diagnostics.Select(problem => problem with { Location = new SourceLocation($"{candidate} in {candidate.Feed.Address}"), Remedy = "Tell the package's author, or choose another version." })], unfit);
        }
    }

    private static TesseraException Another(FeedPackage candidate, string found, string wanted) => new(Diagnostic.Error(
        "TESS2084", $"The package {candidate} holds the plugin '{found}', not '{wanted}'.", new SourceLocation(candidate.Feed.Address), $"Install the newer {wanted} by the id of its own package."));

    // An update would install it again and again: it never becomes the version that the feed promises.
    private static TesseraException Mislabelled(FeedPackage candidate, NuGetVersion found) => new(Diagnostic.Error(
        "TESS2087", $"The package {candidate} holds version {found.ToNormalizedString()} of the plugin.", new SourceLocation(candidate.Feed.Address), "Tell the package's author, or choose another version. Nothing was installed."));

    private static IEnumerable<Diagnostic> Softened(IEnumerable<Diagnostic> problems) => problems.Select(problem => problem with { Severity = DiagnosticSeverity.Warning, Remedy = null });
}
