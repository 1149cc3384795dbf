using Tessera.Models.Ngram.Counts;

namespace Tessera.Models.Ngram;

/// <summary>The probabilities of the next word, smoothed.</summary>
internal sealed class NextWords(NgramCounts counts, NgramModelOptions options)
{
    public double ProbabilityOf(int word, List<int> history)
    {
        if (word == NgramCounts.Unknown) return 0;
        if (options.Smoothing == Smoothing.Additive)
        {
            var followers = counts.After(history, options.Order - 1);
            return ((followers?[word] ?? 0) + options.Added) / ((followers?.Total ?? 0) + options.Added * counts.Words.Count);
        }

        var probability = 1.0 / counts.Words.Count;
        // What did not follow a history tells nothing; the shorter one stands for it.
        for (var length = 0; length < options.Order && counts.After(history, length) is { } followers; length++)
            probability = options.Interpolation * followers[word] / followers.Total + (1 - options.Interpolation) * probability;
        return probability;
    }

    /// <summary>All words with their probabilities, the likeliest first, those of equal probability by their spelling.</summary>
    public List<(int Word, double Probability)> After(List<int> history) =>
        [.. Enumerable.Range(0, counts.Words.Count).Select(word => (word, ProbabilityOf(word, history))).OrderByDescending(one => one.Item2)];
}
