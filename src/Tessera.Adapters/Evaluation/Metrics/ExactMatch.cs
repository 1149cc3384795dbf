namespace Tessera.Adapters.Evaluation.Metrics;

/// <summary>Whether two texts are the same, apart from white space at the ends.</summary>
internal static class ExactMatch
{
    public static double Of(string written, string answer) => written.AsSpan().Trim().SequenceEqual(answer.AsSpan().Trim()) ? 1 : 0;
}
