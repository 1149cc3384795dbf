using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;

namespace Tessera.Tests;

/// <summary>All texts that may follow, with their probabilities.</summary>
/// <param name="Texts">Different texts; their probabilities sum to 1.</param>
internal sealed record TextDistribution(IReadOnlyList<KeyValuePair<string, double>> Texts)
{
    /// <summary>All texts equally probable.</summary>
    public static TextDistribution Uniform(IReadOnlyList<string> texts) => new([.. texts.Select(text => KeyValuePair.Create(text, 1.0 / texts.Count))]);

    /// <summary>One text with a probability, the others alike with what is left.</summary>
    public static TextDistribution Favouring(string favourite, double probability, IReadOnlyList<string> texts) =>
        new([.. texts.Select(text => KeyValuePair.Create(text, text == favourite ? probability : (1 - probability) / (texts.Count - 1)))]);

    public double LogProbabilityOf(string text) => Math.Log(Texts.FirstOrDefault(pair => Canonical(pair.Key) == Canonical(text)).Value);

    /// <summary>Draws a text; temperature 0 takes the most probable, the first of equals.</summary>
    public string Draw(double temperature, Seed seed)
    {
        if (temperature == 0) return Texts.MaxBy(pair => pair.Value).Key;
        var weights = Texts.Select(pair => Math.Pow(pair.Value, 1 / temperature)).ToList();
        var left = seed.CreateRandom().NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Count - 1; i++)
        {
            left -= weights[i];
            if (left < 0) return Texts[i].Key;
        }

        return Texts[^1].Key;
    }

    private static string Canonical(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
