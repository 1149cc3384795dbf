using NuGet.Versioning;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Distribution.Feeds;

/// <summary>What feeds said of an id.</summary>
/// <param name="Id">The id.</param>
/// <param name="Packages">What they have, the newest first.</param>
/// <param name="Problems">Why some of them said nothing.</param>
/// <param name="Feeds">All that were asked.</param>
internal sealed record FeedSearch(string Id, IReadOnlyList<FeedPackage> Packages, IReadOnlyList<Diagnostic> Problems, IReadOnlyList<string> Feeds)
{
    private const int MostShown = 10;

    /// <summary>The problems, where the work goes on without those feeds.</summary>
    public IReadOnlyList<Diagnostic> Warnings => [.. Problems.Select(problem => problem with { Severity = DiagnosticSeverity.Warning })];

    /// <summary>The package with exactly a version.</summary>
    /// <exception cref="TesseraException">TESS2083: that is no version; TESS2078: there is none.</exception>
    public FeedPackage Exactly(string version)
    {
        if (!NuGetVersion.TryParse(version, out var wanted))
            throw new TesseraException(Diagnostic.Error("TESS2083", $"'{version}' is not a version.", remedy: "Versions look like 1.2.0 or 1.2.0-beta.1."));
        RequireSome();
        return Packages.FirstOrDefault(package => package.Version == wanted) ?? throw Missing(
            $"No feed has version {version} of {Id}.", $"There are {string.Join(", ", Packages.Take(MostShown).Select(package => package.Version.ToNormalizedString()))}{(Packages.Count > MostShown ? " and older ones" : "")}.");
    }

    /// <summary>The releases, the newest first.</summary>
    /// <exception cref="TesseraException">TESS2078: there are none.</exception>
    public IReadOnlyList<FeedPackage> Releases()
    {
        RequireSome();
        var releases = Packages.Where(package => !package.Version.IsPrerelease).ToList();
        return releases.Count > 0 ? releases : throw Missing($"The feeds have pre-releases alone of {Id}.", $"Name the one that you want, such as --version {Packages[0].Version.ToNormalizedString()}.");
    }

    private void RequireSome()
    {
        // Of a plugin's name nothing is known where nobody could be asked.
        if (Problems.Count == Feeds.Count) throw new TesseraException(Problems);
        if (Packages.Count == 0) throw Missing($"No feed has a package '{Id}'.", "Look at how it is spelled, or name the feed that has it with --source.");
    }

    // Where some feeds said nothing, they may have it: why they did not is the first thing to know.
    private TesseraException Missing(string message, string remedy) => new(
        [.. Problems, Diagnostic.Error("TESS2078", $"{message} Asked: {string.Join(", ", Feeds)}.", remedy: remedy)]);
}
