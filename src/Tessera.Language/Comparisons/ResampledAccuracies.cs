using Tessera.Language.Optimization;
using Tessera.Sdk.Randomness;

namespace Tessera.Language.Comparisons;

/// <summary>
/// The accuracies of several ways under resampling of runs and of examples at once (the pigeonhole bootstrap, Owen 2007, which holds for crossed effects and
/// is rather too wide than too narrow). Every way meets the same draws, so that differences are paired.
/// </summary>
internal sealed class ResampledAccuracies
{
    private readonly double[][] _means;

    /// <param name="right">1 − loss by way, run and example; as many examples everywhere.</param>
    /// <param name="seed">Decides the draws.</param>
    public ResampledAccuracies(IReadOnlyList<double[][]> right, Seed seed)
    {
        var random = seed.CreateRandom();
        _means = [.. right.Select(_ => new double[MeanInterval.Resamples])];
        var (examples, draws) = (new int[right[0][0].Length], new double[right.Max(runs => runs.Length)]);
        for (var resample = 0; resample < MeanInterval.Resamples; resample++)
        {
            for (var i = 0; i < examples.Length; i++) examples[i] = random.Next(examples.Length);
            for (var i = 0; i < draws.Length; i++) draws[i] = random.NextDouble();
            for (var way = 0; way < right.Count; way++) _means[way][resample] = Mean(right[way], draws, examples);
        }
    }

    /// <summary>The 95 % interval of a way's accuracy.</summary>
    public (double Low, double High) Of(int way) => MeanInterval.Within([.. _means[way]]);

    /// <summary>The 95 % interval of one way's accuracy minus another's.</summary>
    public (double Low, double High) Between(int way, int other) => MeanInterval.Within([.. _means[way].Zip(_means[other], (one, two) => one - two)]);

    // The same draw names the same run of all ways with equally many.
    private static double Mean(double[][] runs, double[] draws, int[] examples)
    {
        var sum = 0.0;
        for (var i = 0; i < runs.Length; i++)
        {
            var run = runs[(int)(draws[i] * runs.Length)];
            foreach (var example in examples) sum += run[example];
        }

        return sum / runs.Length / examples.Length;
    }
}
