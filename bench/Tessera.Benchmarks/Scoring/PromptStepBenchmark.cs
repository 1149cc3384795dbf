using System.Globalization;
using BenchmarkDotNet.Attributes;
using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Local;
using Tessera.Adapters.Models.Scoring;
using Tessera.Benchmarks.StartUp;
using Tessera.Sdk.Language;

namespace Tessera.Benchmarks.Scoring;

/// <summary>
/// Claim: of the tokens that a step of DLN-2 asks to have read, at most a third is computed, and its scores are the same. Beside it, each request
/// on its own and requests in batches without sharing, for both of which every sixteenth will do: times are of one request. The model is the one that is shipped and, where TESSERA_SHARED is set, stories260K.
/// </summary>
[Config(typeof(WholeRuns))]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls the clean-up.")]
public class PromptStepBenchmark
{
    private const double LargestShare = 1.0 / 3;
    private const int Requests = 6400, Some = 16;

    private LanguageModelFolder? _folder;
    private LocalLanguageModel? _model;
    private List<ScoreRequest> _requests = [];

    public static IEnumerable<string> Folders => Environment.GetEnvironmentVariable("TESSERA_SHARED") is { } shared
        ? [Path.Combine("samples", "models", "tiny"), Path.Combine(shared, "models", "stories260k")]
        : [Path.Combine("samples", "models", "tiny")];

    [ParamsSource(nameof(Folders))]
    public string Folder { get; set; } = "";

    [GlobalSetup]
    public async Task CheckScores()
    {
        var path = Path.Combine(InstalledPrograms.Repository, Folder);
        _folder = LanguageModelFolder.Open(path);
        _model = new LocalLanguageModel(new LocalModelOptions { Path = path });
        var asked = new PromptStepRequests(_folder.Tokenizer, _folder.Model.ContextLength);
        _requests = [.. asked.Hidden, .. asked.Classes];
        if (_requests.Count != Requests) throw new InvalidOperationException($"There are {_requests.Count} requests.");
        await CheckAsync(asked.Hidden).ConfigureAwait(false);
        var hidden = _model.ScoringWork;
        Tell("hidden texts", asked.Hidden.Count, hidden);
        await CheckAsync(asked.Classes).ConfigureAwait(false);
        var all = _model.ScoringWork;
        Tell("classes", asked.Classes.Count, new ScoringWork(all.Asked - hidden.Asked, all.Computed - hidden.Computed, all.Padding - hidden.Padding));
        Tell("both", _requests.Count, all);
        if (all.Computed + all.Padding > LargestShare * all.Asked) throw new InvalidOperationException("More than a third of the tokens is computed.");
    }

    [GlobalCleanup]
    public void Release()
    {
        _model?.Dispose();
        _folder?.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Requests / Some)]
    public double RequestByRequest() => SomeRequests.Sum(request => Score([request])[0]);

    [Benchmark(OperationsPerInvoke = Requests / Some)]
    public double InBatches() => Plain(SomeRequests).Sum();

    [Benchmark(OperationsPerInvoke = Requests)]
    public double Shared() => Score(_requests).Sum();

    private IEnumerable<ScoreRequest> SomeRequests => _requests.Where((_, index) => index % Some == 0);

    private void Tell(string name, int requests, ScoringWork work) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"// {Folder}, {name}: {requests} requests, {work.Asked} tokens asked, {work.Computed} computed ({(double)work.Asked / work.Computed:0.00} times fewer), {work.Padding} places of padding"));

    private List<double> Score(IReadOnlyList<ScoreRequest> requests) =>
        [.. _model!.ScoreAsync(requests, CancellationToken.None).GetAwaiter().GetResult().Select(score => score.LogProbability)];

    private List<double> Plain(IEnumerable<ScoreRequest> requests) =>
    [
        .. new ContinuationScorer(_folder!.Model).Score([.. requests.Select(request => new Continuation(_folder.Tokenizer.EncodeWhole(request.Context), _folder.Tokenizer.EncodeAfter(request.Continuation)))])
            .Select(tokens => tokens.Sum(value => (double)value)),
    ];

    private async Task CheckAsync(IReadOnlyList<ScoreRequest> requests)
    {
        var shared = await _model!.ScoreAsync(requests, CancellationToken.None).ConfigureAwait(false);
        foreach (var (index, request) in requests.Index().Where(one => one.Index % 37 == 0))
        {
            var alone = Plain([request])[0];
            if (Math.Abs(shared[index].LogProbability - alone) > Math.Max(1e-5, 2e-6 * Math.Abs(alone)))
                throw new InvalidOperationException($"Request {index} scores {shared[index].LogProbability:R}, and {alone:R} alone.");
        }
    }
}
