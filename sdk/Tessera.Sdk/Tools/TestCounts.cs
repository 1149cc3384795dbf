namespace Tessera.Sdk.Tools;

/// <summary>How many tests passed, as a test runner tells of each.</summary>
/// <param name="Passed">How many tests passed.</param>
/// <param name="Total">How many tests ran; skipped ones do not count.</param>
public sealed record TestCounts(int Passed, int Total);
