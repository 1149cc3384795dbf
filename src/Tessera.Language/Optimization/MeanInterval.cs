using Tessera.Sdk.Randomness;

namespace Tessera.Language.Optimization;

/// <summary>95 % intervals of means, by the percentile bootstrap (Efron 1979). Of the differences of two prompts on the same examples, it is a paired one.</summary>
internal static class MeanInterval
{
    /// <summary>How many times the values are drawn anew.</summary>
    public const int Resamples = 2000;

    private const double Outside = 0.025;

    /// <summary>The interval of the mean of some values, lower end first; of one value it is that value.</summary>
    public static (double Low, double High) Of(IReadOnlyList<double> values, Seed seed)
    {
        var random = seed.CreateRandom();
        var means = new double[Resamples];
        for (var resample = 0; resample < Resamples; resample++)
        {
            var sum = 0.0;
            for (var draw = 0; draw < values.Count; draw++) sum += values[random.Next(values.Count)];
            means[resample] = sum / values.Count;
        }

        return Within(means);
    }

    /// <summary>The interval that holds all but the outermost 5 % of resampled means, which are sorted in place.</summary>
    public static (double Low, double High) Within(double[] means)
    {
        Array.Sort(means);
        return (means[(int)(Outside * (Resamples - 1))], means[(int)Math.Ceiling((1 - Outside) * (Resamples - 1))]);
    }
}
