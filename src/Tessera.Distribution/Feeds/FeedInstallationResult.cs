using Tessera.Hosting.Catalog;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Distribution.Feeds;

/// <summary>What came of installing from feeds.</summary>
/// <param name="Installed">The plugin where it is installed; null where nothing newer fits this host.</param>
/// <param name="Warnings">Feeds that did not answer, and newer versions that do not fit this host.</param>
public sealed record FeedInstallationResult(InstalledPlugin? Installed, IReadOnlyList<Diagnostic> Warnings);
