using System.Security.Cryptography;
using Newtonsoft.Json.Linq;
using NuGet.Common;
using NuGet.Packaging.Core;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;

namespace Tessera.Distribution.Feeds;

/// <summary>The hash that a feed says a package has: in a file beside it, or in the feed's catalog. Feeds need not say any.</summary>
internal static class PackageHash
{
    private const string Algorithm = "SHA512";

    /// <summary>Asks a feed for it.</summary>
    /// <returns>SHA-512 in Base64; null where the feed does not say it.</returns>
    public static async Task<string?> FindAsync(SourceRepository feed, PackageIdentity package, SourceCacheContext cache, CancellationToken cancellationToken) => feed.PackageSource.IsHttp
        ? await InCatalogAsync(feed, package, cache, cancellationToken).ConfigureAwait(false)
        : await BesidePackageAsync(feed, package, cancellationToken).ConfigureAwait(false);

    /// <summary>Computes a file's.</summary>
    public static async Task<string> OfAsync(string file, CancellationToken cancellationToken)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToBase64String(await SHA512.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<string?> BesidePackageAsync(SourceRepository feed, PackageIdentity package, CancellationToken cancellationToken)
    {
        var local = await feed.GetResourceAsync<FindLocalPackagesResource>(cancellationToken).ConfigureAwait(false);
        var file = local?.GetPackage(package, NullLogger.Instance, cancellationToken)?.Path + ".sha512";
        return File.Exists(file) ? (await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Trim() : null;
    }

    private static async Task<string?> InCatalogAsync(SourceRepository feed, PackageIdentity package, SourceCacheContext cache, CancellationToken cancellationToken)
    {
        if (await feed.GetResourceAsync<RegistrationResourceV3>(cancellationToken).ConfigureAwait(false) is not { } registration) return null;
        if (await registration.GetPackageMetadata(package, cache, NullLogger.Instance, cancellationToken).ConfigureAwait(false) is not { } entry) return null;
        if (HashIn(entry) is { } stated) return stated;
        if (!Uri.TryCreate(entry["@id"]?.ToString(), UriKind.Absolute, out var leaf) || leaf.Scheme is not ("http" or "https")) return null;
        var http = await feed.GetResourceAsync<HttpSourceResource>(cancellationToken).ConfigureAwait(false);
        var request = new HttpSourceRequest(leaf, NullLogger.Instance) { IgnoreNotFounds = true };
        return await http!.HttpSource.GetJObjectAsync(request, NullLogger.Instance, cancellationToken).ConfigureAwait(false) is { } found ? HashIn(found) : null;
    }

    private static string? HashIn(JObject entry) => Algorithm.Equals(entry["packageHashAlgorithm"]?.ToString(), StringComparison.OrdinalIgnoreCase) ? entry["packageHash"]?.ToString() : null;
}
