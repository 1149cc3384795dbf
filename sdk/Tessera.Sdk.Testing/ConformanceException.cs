namespace Tessera.Sdk.Testing;

/// <summary>A part does not do what its contract asks.</summary>
/// <param name="report">What was found.</param>
public sealed class ConformanceException(ConformanceReport report)
    : Exception("The part does not keep its contract:\n" + string.Join('\n', (report ?? throw new ArgumentNullException(nameof(report))).Failures.Select(failure => $"{failure.Id} {failure.Title}: {failure.Message}")))
{
    /// <summary>What was found.</summary>
    public ConformanceReport Report { get; } = report;
}
