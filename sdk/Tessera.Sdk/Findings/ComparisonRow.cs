namespace Tessera.Sdk.Findings;

/// <summary>One of the things that a <see cref="Comparison"/> compares.</summary>
/// <param name="Name">What it is, such as a method.</param>
/// <param name="Estimates">One estimate for each of the comparison's measures, in their order; null where it was not measured.</param>
public sealed record ComparisonRow(string Name, IReadOnlyList<Estimate?> Estimates);
