namespace Tessera.Sdk.Testing;

/// <summary>One check of a part.</summary>
/// <param name="Id">The check's id, which docs/conformance.md explains.</param>
/// <param name="Title">What is asked of the part.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Message">What was found, and how to mend it; why the check does not apply; empty when it passed.</param>
public sealed record ConformanceResult(string Id, string Title, ConformanceOutcome Outcome, string Message);
