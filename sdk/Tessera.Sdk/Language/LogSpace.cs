namespace Tessera.Sdk.Language;

/// <summary>Sums of probabilities whose natural logarithms are given, without leaving the logarithms.</summary>
public static class LogSpace
{
    /// <summary>The logarithm of a sum of probabilities: <c>log Σ exp(x)</c>, computed as <c>m + log Σ exp(x − m)</c> with the largest m.</summary>
    /// <param name="logProbabilities">The natural logarithms; negative infinity stands for the impossible.</param>
    /// <returns>The natural logarithm of the sum; negative infinity when there is nothing or nothing is possible.</returns>
    public static double Sum(ReadOnlySpan<double> logProbabilities)
    {
        var largest = double.NegativeInfinity;
        foreach (var value in logProbabilities) largest = Math.Max(largest, value);
        if (double.IsInfinity(largest)) return largest;
        var sum = 0.0;
        foreach (var value in logProbabilities) sum += Math.Exp(value - largest);
        return largest + Math.Log(sum);
    }
}
