using Tessera.Sdk.Language;

namespace Tessera.Models.Ngram;

/// <summary>Chooses the next word.</summary>
internal static class WordChoice
{
    public static void Check(SamplingOptions sampling)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampling.MaxTokens, 1);
        if (!(sampling.Temperature >= 0 && double.IsFinite(sampling.Temperature))) throw new ArgumentOutOfRangeException(nameof(sampling), sampling.Temperature, "A temperature is a finite number from 0 on.");
        if (!(sampling.TopP is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(sampling), sampling.TopP, "A share is above 0 and at most 1.");
        if (sampling.Stop.Any(string.IsNullOrEmpty)) throw new ArgumentException("A text that ends a generation is not empty.", nameof(sampling));
    }

    /// <param name="words">The words, the likeliest first.</param>
    /// <param name="sampling">How one is drawn.</param>
    /// <param name="random">Decides.</param>
    public static (int Word, double Probability) Draw(List<(int Word, double Probability)> words, SamplingOptions sampling, Random random)
    {
        if (sampling.Temperature == 0) return words[0];
        // Relative to the likeliest, so that no temperature makes all of them nothing.
        var weights = words.ConvertAll(one => Math.Exp((Math.Log(one.Probability) - Math.Log(words[0].Probability)) / sampling.Temperature));
        var (share, kept, reached) = (sampling.TopP * weights.Sum(), 0, 0.0);
        while (kept < weights.Count && (kept == 0 || reached < share)) reached += weights[kept++];
        var rest = random.NextDouble() * reached;
        for (var place = 0; place < kept - 1; place++)
        {
            rest -= weights[place];
            if (rest < 0) return words[place];
        }

        return words[kept - 1];
    }
}
