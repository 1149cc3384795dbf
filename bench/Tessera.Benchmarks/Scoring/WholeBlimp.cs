using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Scoring;
using Tessera.Adapters.Routing;
using Tessera.Benchmarks.StartUp;
using Tessera.Routers.Arrow;
using Tessera.Sdk.Randomness;

namespace Tessera.Benchmarks.Scoring;

/// <summary>
/// Claim: all of BLiMP, 134,000 sentences, is judged in less than a minute on two cores; beside it, the same with a library of 58 experts behind
/// arrow. The folder with <c>models/stories260k</c> and <c>data/blimp</c> is TESSERA_SHARED, or <c>../shared</c> beside the repository.
/// </summary>
[Config(typeof(WholeRuns))]
public class WholeBlimp
{
    private const double Expected = 0.612;

    private LanguageModelFolder? _model;
    private RoutedExperts? _routed;
    private List<Continuation> _sentences = [];

    [GlobalSetup]
    public void CheckOutputs()
    {
        var shared = Environment.GetEnvironmentVariable("TESSERA_SHARED") ?? Path.Combine(InstalledPrograms.Repository, "..", "shared");
        if (!Directory.Exists(shared)) throw new DirectoryNotFoundException($"There is no folder {shared}: set TESSERA_SHARED.");
        _model = LanguageModelFolder.Open(Path.Combine(shared, "models", "stories260k"));
        _routed = RoutedExperts.Prepare(new ArrowRouter(new ArrowOptions()), new RandomLibrary(58, 4, _model.Model.Groups.SelectMany(group => group.Maps)), [], new Seed(1));
        _sentences = Read(Path.Combine(shared, "data", "blimp"));
        var known = Accuracy(Read(Path.Combine(shared, "data", "blimp"), "anaphor_number_agreement.jsonl"), null);
        if (Math.Abs(known - Expected) > 0.002) throw new InvalidOperationException($"anaphor_number_agreement is judged with {known}, and {Expected} is known.");
    }

    [GlobalCleanup]
    public void Release()
    {
        _routed?.Dispose();
        _model?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public double Base() => Accuracy(_sentences, null);

    [Benchmark]
    public double Arrow() => Accuracy(_sentences, new RoutedAdaptation(_routed!));

    private double Accuracy(IReadOnlyList<Continuation> sentences, IAdaptation? adaptation) =>
        new ContinuationScorer(_model!.Model).Score(sentences, adaptation).Select(tokens => tokens.Sum(value => (double)value)).Chunk(2).Average(pair => pair[0] > pair[1] ? 1.0 : 0);

    private List<Continuation> Read(string folder, string pattern = "*.jsonl") =>
    [
        .. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).SelectMany(File.ReadLines).SelectMany(line =>
        {
            using var pair = JsonDocument.Parse(line);
            return (string[])[pair.RootElement.GetProperty("sentence_good").GetString()!, pair.RootElement.GetProperty("sentence_bad").GetString()!];
        }).Select(sentence => new Continuation([_model!.Tokenizer.Begin!.Value], _model.Tokenizer.Encode(sentence))),
    ];
}
