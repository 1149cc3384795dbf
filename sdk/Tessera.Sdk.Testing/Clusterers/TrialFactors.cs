namespace Tessera.Sdk.Testing.Clusterers;

/// <summary>The numbers of an expert's factors for one map.</summary>
/// <param name="Rank">The rank.</param>
/// <param name="A">(rank, d_in), row by row.</param>
/// <param name="B">(d_out, rank), row by row.</param>
internal sealed record TrialFactors(int Rank, double[] A, double[] B)
{
    public TrialFactors Scaled(double a, double b) => new(Rank, Array.ConvertAll(A, number => number * a), Array.ConvertAll(B, number => number * b));

    public TrialFactors With(double number) => this with { A = [number, .. A[1..]] };
}
