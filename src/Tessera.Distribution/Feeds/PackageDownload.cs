using NuGet.Common;
using NuGet.Packaging.Core;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;

namespace Tessera.Distribution.Feeds;

/// <summary>
/// Copies a package out of a feed, so many bytes and no more: the length that a feed names is what the feed says. NuGet's own download
/// lays the whole of a package down, however large, before anybody can look at it.
/// </summary>
internal sealed class PackageDownload(SourceRepository feed, long mostBytes)
{
    private const string PackagesType = "PackageBaseAddress/3.0.0";
    private const int Attempts = 3;

    public Task ToFileAsync(PackageIdentity package, string file, CancellationToken cancellationToken) =>
        feed.PackageSource.IsHttp ? FromAddressAsync(package, file, cancellationToken) : FromFolderAsync(package, file, cancellationToken);

    private async Task FromFolderAsync(PackageIdentity package, string file, CancellationToken cancellationToken)
    {
        var local = await feed.GetResourceAsync<FindLocalPackagesResource>(cancellationToken).ConfigureAwait(false);
        var found = local?.GetPackage(package, NullLogger.Instance, cancellationToken) ?? throw new InvalidDataException("The feed names it and does not have it.");
        using var source = File.OpenRead(found.Path);
        await CopyAsync(source, file, cancellationToken).ConfigureAwait(false);
    }

    private async Task FromAddressAsync(PackageIdentity package, string file, CancellationToken cancellationToken)
    {
        var index = await feed.GetResourceAsync<ServiceIndexResourceV3>(cancellationToken).ConfigureAwait(false);
        var packages = index?.GetServiceEntryUri(PackagesType) ?? throw new InvalidDataException($"It is no feed of NuGet's version 3: it has no {PackagesType}.");
        var (id, version) = (package.Id.ToLowerInvariant(), package.Version.ToNormalizedString().ToLowerInvariant());
        var address = $"{packages.AbsoluteUri.TrimEnd('/')}/{id}/{version}/{id}.{version}.nupkg";
        var http = (await feed.GetResourceAsync<HttpSourceResource>(cancellationToken).ConfigureAwait(false))!.HttpSource;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var isThere = await http.ProcessStreamAsync(
                    new HttpSourceRequest(address, NullLogger.Instance) { IgnoreNotFounds = true }, body => CopyAsync(body, file, cancellationToken), NullLogger.Instance, cancellationToken).ConfigureAwait(false);
                if (isThere) return;
                throw new InvalidDataException("The feed names it and does not have it.");
            }
            catch (IOException) when (attempt < Attempts)
            {
                // The connection broke off; that a feed answers at all, NuGet has tried often enough.
            }
        }
    }

    private async Task<bool> CopyAsync(Stream? source, string file, CancellationToken cancellationToken)
    {
        if (source is null) return false;
        using var target = new FileStream(file, FileMode.Create);
        var buffer = new byte[81_920];
        for (int read; (read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (target.Length + read > mostBytes) throw new InvalidDataException($"It is larger than {mostBytes >> 20} MB.");
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        return true;
    }
}
