namespace Tessera.Sdk.Findings;

/// <summary>One point of a <see cref="SeriesLine"/>.</summary>
/// <param name="X">Where it stands on the horizontal axis.</param>
/// <param name="Y">The value.</param>
/// <param name="Low">The lower end of its interval; null when not known.</param>
/// <param name="High">The upper end of its interval; null when not known.</param>
public sealed record SeriesPoint(double X, double Y, double? Low = null, double? High = null);
