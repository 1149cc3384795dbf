using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Catalog;

/// <summary>What came of looking for a part.</summary>
/// <param name="Part">The part; null when there is none, or more than one.</param>
/// <param name="Problem">Why there is none; null when there is.</param>
public sealed record PartLookup(InstalledPart? Part, Diagnostic? Problem);
