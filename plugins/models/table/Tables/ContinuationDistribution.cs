using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;

namespace Tessera.Models.Table.Tables;

/// <summary>Everything that can follow a context, with its probabilities; what is impossible is left out.</summary>
internal sealed class ContinuationDistribution(IReadOnlyList<Continuation> continuations)
{
    private readonly Dictionary<string, double> _logProbabilities =
        continuations.ToDictionary(continuation => Words.Canonical(continuation.Text), continuation => continuation.LogProbability, StringComparer.Ordinal);

    public IReadOnlyList<Continuation> Continuations { get; } = continuations;

    public double LogProbabilityOf(string continuation) => _logProbabilities.GetValueOrDefault(Words.Canonical(continuation), double.NegativeInfinity);

    public IEnumerable<Continuation> MostProbable(int count) => Continuations.OrderByDescending(continuation => continuation.LogProbability).Take(count);

    /// <summary>The distribution of what is left when stops and the bound on tokens have ended the continuations.</summary>
    public ContinuationDistribution Cut(SamplingOptions sampling)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampling.MaxTokens, 1);
        return new ContinuationDistribution([.. Continuations
            .Select(continuation => Cut(continuation, sampling))
            .GroupBy(continuation => Words.Canonical(continuation.Text), StringComparer.Ordinal)
            .Select(same => same.First() with
            {
                LogProbability = LogSpace.Sum([.. same.Select(continuation => continuation.LogProbability)]),
                Truncated = same.Any(continuation => continuation.Truncated),
            })]);
    }

    /// <summary>Draws a continuation; its log-probability is the one at temperature 1.</summary>
    public Continuation Draw(SamplingOptions sampling, Seed seed)
    {
        var (drawn, logWeights) = Drawable(sampling);
        var weights = logWeights.ConvertAll(Math.Exp);
        var remaining = seed.CreateRandom().NextDouble() * weights.Sum();
        for (var i = 0; i < drawn.Count - 1; i++)
        {
            remaining -= weights[i];
            if (remaining < 0) return drawn[i];
        }

        return drawn[^1];
    }

    /// <summary>Everything that can be drawn, the most probable first, with the log-probability that it is drawn with.</summary>
    public IReadOnlyList<PossibleText> Enumerate(SamplingOptions sampling)
    {
        var (drawn, logWeights) = Drawable(sampling);
        var total = LogSpace.Sum([.. logWeights]);
        return [.. drawn.Zip(logWeights, (continuation, weight) => new PossibleText(continuation.Text, weight - total))];
    }

    /// <summary>What temperature and top-p leave, the most probable first, and the logarithms of the weights by which it is drawn.</summary>
    private (List<Continuation> Drawn, List<double> LogWeights) Drawable(SamplingOptions sampling)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sampling.Temperature);
        var ordered = Continuations.OrderByDescending(continuation => continuation.LogProbability).ToList();
        if (sampling.Temperature == 0) return (ordered[..1], [0]);
        var logits = ordered.Select(continuation => continuation.LogProbability / sampling.Temperature).ToArray();
        var total = LogSpace.Sum(logits);
        var logWeights = logits.Select(logit => logit - total).ToList();
        var kept = CountWithin(logWeights.ConvertAll(Math.Exp), sampling.TopP);
        return (ordered[..kept], logWeights[..kept]);
    }

    private static int CountWithin(List<double> weights, double topP)
    {
        var (count, sum) = (0, 0.0);
        while (count < weights.Count && (count == 0 || sum < topP)) sum += weights[count++];
        return count;
    }

    private static Continuation Cut(Continuation continuation, SamplingOptions sampling)
    {
        var text = continuation.Text;
        foreach (var stop in sampling.Stop.Where(stop => stop.Length > 0))
        {
            var at = text.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0) text = text[..at];
        }

        var words = Words.Of(text);
        return words.Length <= sampling.MaxTokens
            ? continuation with { Text = text }
            : continuation with { Text = string.Join(' ', words.Take(sampling.MaxTokens)), Truncated = true };
    }
}
