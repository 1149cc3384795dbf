using NuGet.Common;
using NuGet.Configuration;
using NuGet.Packaging.Core;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Distribution.Feeds;

/// <summary>One feed of packages: a folder, flat or in NuGet's hierarchy, or an address.</summary>
/// <param name="source">Where it is.</param>
/// <param name="bounds">How much is taken from it.</param>
internal sealed class PluginFeed(PackageSource source, FeedBounds bounds)
{
    private readonly SourceRepository _repository = Repository.Factory.GetCoreV3(source);

    public string Address => source.Source;

    /// <summary>The versions that it has of a package.</summary>
    /// <exception cref="TesseraException">TESS2077: it does not answer, or not as a feed does; TESS2082: it is reached without encryption.</exception>
    public async Task<IReadOnlyList<FeedPackage>> FindAsync(string id, CancellationToken cancellationToken)
    {
        RefuseUnencrypted();
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(bounds.Answer);
        try
        {
            using var cache = Uncached();
            var resource = await _repository.GetResourceAsync<FindPackageByIdResource>(bound.Token).ConfigureAwait(false) ?? throw new InvalidDataException("It has no packages by id.");
            var versions = await resource.GetAllVersionsAsync(id, cache, NullLogger.Instance, bound.Token).ConfigureAwait(false);
            return [.. versions.Select(version => new FeedPackage(id, version, this))];
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && failure is not TesseraException)
        {
            throw new TesseraException(Diagnostic.Error(
                "TESS2077", $"The feed cannot be asked for {id}: {Reason(failure, bound, bounds.Answer)}", new SourceLocation(Address),
                "Look at the address and the network; for a feed with a password, put it into NuGet's settings. --source names another feed."), failure);
        }
    }

    /// <summary>Gets a package.</summary>
    /// <param name="package">The package, of this feed.</param>
    /// <param name="file">Where it goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TesseraException">TESS2080: it cannot be got; TESS2081: it is not the one that the feed describes.</exception>
    public async Task DownloadAsync(FeedPackage package, string file, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(bounds.Download);
        var identity = new PackageIdentity(package.Id, package.Version);
        try
        {
            await new PackageDownload(_repository, bounds.MostBytes).ToFileAsync(identity, file, bound.Token).ConfigureAwait(false);
            using var cache = Uncached();
            if (await PackageHash.FindAsync(_repository, identity, cache, bound.Token).ConfigureAwait(false) is { } stated
                && await PackageHash.OfAsync(file, bound.Token).ConfigureAwait(false) is var found && found != stated)
                throw new TesseraException(Diagnostic.Error(
                    "TESS2081", $"What came for {package} is not what the feed describes: it hashes to {found}, and is said to hash to {stated}.", new SourceLocation(Address),
                    "Try again; where it happens again, tell whoever runs the feed. Nothing was installed."));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && failure is not TesseraException)
        {
            throw new TesseraException(Diagnostic.Error(
                "TESS2080", $"{package} cannot be got: {Reason(failure, bound, bounds.Download)}", new SourceLocation(Address), "Try again, or name another feed with --source. Nothing was installed."), failure);
        }
    }

    // Whoever stands between could put a program of their own in the package's place.
    private void RefuseUnencrypted()
    {
        if (!source.IsHttp || source.IsHttps || source.AllowInsecureConnections || source.SourceUri.IsLoopback) return;
        throw new TesseraException(Diagnostic.Error(
            "TESS2082", "The feed is reached without encryption, and a plugin runs with your rights.", new SourceLocation(Address),
            "Use its https address; or, in a network that you trust, set allowInsecureConnections=\"true\" for it in NuGet's settings."));
    }

    // Which versions there are is asked anew each time.
    private static SourceCacheContext Uncached() => new() { NoCache = true };

    private static string Reason(Exception failure, CancellationTokenSource bound, TimeSpan limit)
    {
        if (bound.IsCancellationRequested) return $"it took longer than {limit.TotalSeconds:0} seconds.";
        var messages = new List<string>();
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (!messages.Any(message => message.Contains(cause.Message, StringComparison.Ordinal))) messages.Add(cause.Message.TrimEnd('.'));
        }

        return string.Join(": ", messages) + ".";
    }
}
