namespace Tessera.Sdk.Findings;

/// <summary>A value that is known but for chance.</summary>
/// <param name="Value">The value, such as a mean.</param>
/// <param name="Low">The lower end of its interval; null when not known. Which interval it is, the finding's caption says.</param>
/// <param name="High">The upper end of its interval; null when not known.</param>
public sealed record Estimate(double Value, double? Low = null, double? High = null);
