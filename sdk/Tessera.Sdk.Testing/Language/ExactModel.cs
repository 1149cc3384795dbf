using System.Text;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;

namespace Tessera.Sdk.Testing.Language;

/// <summary>
/// A small language model whose every probability is known: a text is words of a short list, each drawn by weights that a hash of what stands before decides,
/// and ends after each word with the probability 1/4.
/// </summary>
/// <param name="seed">Decides the weights.</param>
internal sealed class ExactModel(Seed seed) : ILanguageModel
{
    public const LanguageModelCapabilities All = LanguageModelCapabilities.Generate | LanguageModelCapabilities.Score | LanguageModelCapabilities.Seeded;

    private const double End = 0.25;
    private const double LeastWeight = 0.05;

    private static readonly string[] _words = ["yes", "no", "aye", "nay", "answer", "with", "care", "read", "count", "every", "word", "twice", "first", "briefly", "think", "check"];

    public string Identity => $"exact-{seed}";

    public LanguageModelCapabilities Capabilities => All;

    public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<Generation>>([.. requests.Select(Generate)]);
    }

    public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<ContinuationScore>>([.. requests.Select(Score)]);
    }

    private Generation Generate(GenerationRequest request)
    {
        var random = request.Seed.CreateRandom();
        var (text, count, ended) = (new StringBuilder(), 0, false);
        while (!ended && count < request.Sampling.MaxTokens)
        {
            var weights = Array.ConvertAll(Distribution(request.Prompt + text), probability => Math.Pow(probability, 1 / Math.Max(request.Sampling.Temperature, 1e-2)));
            text.Append(count++ == 0 ? "" : " ").Append(_words[request.Sampling.Temperature == 0 ? weights.AsSpan().IndexOf(weights.Max()) : Draw(weights, random)]);
            ended = request.Sampling.Temperature == 0 ? count >= 3 : random.NextDouble() < End;
        }

        return new Generation(Cut(text.ToString(), request.Sampling.Stop), new Usage(Split(request.Prompt).Length, count), Truncated: !ended);
    }

    private ContinuationScore Score(ScoreRequest request)
    {
        var (sum, before) = (Math.Log(End), new StringBuilder(request.Context));
        var words = Split(request.Continuation);
        foreach (var (index, word) in words.Index())
        {
            var place = Array.IndexOf(_words, word);
            sum += place < 0 ? double.NegativeInfinity : Math.Log(Distribution(before.ToString())[place]);
            if (index > 0) sum += Math.Log(1 - End);
            before.Append(index == 0 ? "" : " ").Append(word);
        }

        return new ContinuationScore(sum, words.Length, new Usage(Split(request.Context).Length + words.Length, 0));
    }

    private double[] Distribution(string context)
    {
        var random = seed.Derive(context).CreateRandom();
        var weights = Array.ConvertAll(_words, _ => LeastWeight + random.NextDouble());
        var total = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / total);
    }

    private static int Draw(double[] weights, Random random)
    {
        var rest = random.NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Length; i++)
        {
            rest -= weights[i];
            if (rest < 0) return i;
        }

        return weights.Length - 1;
    }

    private static string Cut(string text, IReadOnlyList<string> stops)
    {
        var ends = stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).ToList();
        return ends.Count == 0 ? text : text[..ends.Min()];
    }

    private static string[] Split(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
