using System.Globalization;
using BenchmarkDotNet.Attributes;
using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Local;
using Tessera.Benchmarks.StartUp;

namespace Tessera.Benchmarks.Scoring;

/// <summary>
/// Claim: a whole step of <c>optimizer/dln</c> with two layers has the local model compute at most a third of the tokens that the requests of DLN's code have a server read for the same
/// scores, and chooses the same prompts; the model is samples/models/left-over with the task that it was made for. What pruning and racing save beside is told with whether they choose the same. Times are of a step.
/// </summary>
[Config(typeof(WholeRuns))]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls the clean-up.")]
public class DlnStepBenchmark
{
    private const double LargestShare = 1.0 / 3, Negligible = 1e-3;

    private readonly DlnStep _step = DlnStep.OfLeftOver();
    private LanguageModelFolder? _folder;
    private LocalLanguageModel? _model;

    [GlobalSetup]
    public async Task CheckSelections()
    {
        var path = Path.Combine(InstalledPrograms.Repository, "samples", "models", "left-over");
        _folder = LanguageModelFolder.Open(path);
        _model = new LocalLanguageModel(new LocalModelOptions { Path = path });
        var (chosen, original, _) = await RunAsync(requestByRequest: true, prune: 0, racing: false).ConfigureAwait(false);
        foreach (var (name, prune, racing) in new[] { ("all scores", 0, false), ("pruned", Negligible, false), ("raced", 0, true), ("pruned and raced", Negligible, true) })
        {
            var (own, _, computed) = await RunAsync(requestByRequest: false, prune, racing).ConfigureAwait(false);
            var isSame = own.SequenceEqual(chosen);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"// {name}: {original} tokens by DLN's requests, {computed} computed, padding included ({(double)original / computed:0.00} times fewer), {(isSame ? "the same prompts chosen" : "other prompts chosen")}"));
            if (prune > 0 || racing) continue;
            if (!isSame) throw new InvalidOperationException("Other prompts are chosen.");
            if (computed > LargestShare * original) throw new InvalidOperationException("More than a third of the tokens is computed.");
        }
    }

    [GlobalCleanup]
    public void Release()
    {
        _model?.Dispose();
        _folder?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public Task RequestByRequest() => RunAsync(requestByRequest: true, prune: 0, racing: false);

    [Benchmark]
    public Task Shared() => RunAsync(requestByRequest: false, prune: 0, racing: false);

    private async Task<(IReadOnlyList<string> Chosen, long Original, long Computed)> RunAsync(bool requestByRequest, double prune, bool racing)
    {
        var before = _model!.ScoringWork;
        var asked = new AskedOnceModel(_model, _folder!.Tokenizer, ["yes", "no"], requestByRequest);
        var result = await _step.RunAsync(asked, prune, racing).ConfigureAwait(false);
        var after = _model.ScoringWork;
        return ([.. result.Program.Layers.Select(layer => layer.Prompt)], asked.TokensOfTheOriginal, after.Computed + after.Padding - before.Computed - before.Padding);
    }
}
