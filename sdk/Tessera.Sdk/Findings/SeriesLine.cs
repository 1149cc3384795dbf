namespace Tessera.Sdk.Findings;

/// <summary>One line of a <see cref="Series"/>.</summary>
/// <param name="Name">What the line is.</param>
/// <param name="Points">Its points, from left to right.</param>
public sealed record SeriesLine(string Name, IReadOnlyList<SeriesPoint> Points);
