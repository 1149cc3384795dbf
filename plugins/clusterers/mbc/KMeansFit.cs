namespace Tessera.Clusterers.Mbc;

/// <summary>A result of k-means.</summary>
/// <param name="Assignment">The cluster of each point.</param>
/// <param name="Inertia">The sum of squared distances of points to their centres.</param>
internal sealed record KMeansFit(int[] Assignment, double Inertia);
