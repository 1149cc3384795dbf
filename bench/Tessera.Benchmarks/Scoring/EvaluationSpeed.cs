using BenchmarkDotNet.Attributes;
using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Scoring;
using Tessera.Adapters.Routing;
using Tessera.Benchmarks.Routing;
using Tessera.Routers.Arrow;
using Tessera.Sdk.Randomness;

namespace Tessera.Benchmarks.Scoring;

/// <summary>
/// Claim: judging sentences with a routed library hardly depends on how many experts it has. Times are of one token, the base model without experts
/// is the baseline; at a width of 64 the model has the shape of stories260K.
/// </summary>
[Config(typeof(LongOperations))]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls the clean-up.")]
public class EvaluationSpeed
{
    private const int Sentences = 200, Rank = 4, Tokens = Sentences * 20;

    private RandomLanguageModel? _model;
    private RoutedExperts? _routed;
    private List<Continuation> _sentences = [];

    [Params(64, 256)]
    public int Width { get; set; }

    [Params(1, 10, 58, 256)]
    public int Experts { get; set; }

    [GlobalSetup]
    public void CheckOutputs()
    {
        _model = new RandomLanguageModel(Width);
        var library = new RandomLibrary(Experts, Rank, _model.Model.Groups.SelectMany(group => group.Maps));
        var random = new Seed(3).CreateRandom();
        // From 12 to 28 tokens, 20 on average.
        _sentences = [.. Enumerable.Range(0, Sentences).Select(sentence => new Continuation([0], [.. Enumerable.Range(0, 12 + sentence % 17).Select(_ => random.Next(2, 512))]))];
        _routed = RoutedExperts.Prepare(new ArrowRouter(new ArrowOptions()), library, [], new Seed(1));
        var few = _sentences.Take(8).ToList();
        Compare(Score(few, new RoutedAdaptation(_routed)), Score(few, new EveryExpert(_routed, library)), Score(few, null));
    }

    [GlobalCleanup]
    public void Release()
    {
        _routed?.Dispose();
        _model?.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Tokens)]
    public double Base() => Score(_sentences, null).Sum();

    [Benchmark(OperationsPerInvoke = Tokens)]
    public double Arrow() => Score(_sentences, new RoutedAdaptation(_routed!)).Sum();

    private List<double> Score(IReadOnlyList<Continuation> sentences, IAdaptation? adaptation) =>
        [.. new ContinuationScorer(_model!.Model).Score(sentences, adaptation).Select(tokens => tokens.Sum(value => (double)value))];

    private static void Compare(List<double> ours, List<double> slow, List<double> plain)
    {
        for (var sentence = 0; sentence < ours.Count; sentence++)
        {
            if (Math.Abs(ours[sentence] - slow[sentence]) > 1e-3 * Math.Abs(slow[sentence])) throw new InvalidOperationException($"Sentence {sentence} scores {ours[sentence]}, and {slow[sentence]} with every expert.");
        }

        if (ours.Zip(plain).All(pair => Math.Abs(pair.First - pair.Second) < 1e-3)) throw new InvalidOperationException("The experts change nothing.");
    }
}
