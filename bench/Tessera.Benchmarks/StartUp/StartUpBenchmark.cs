using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;

namespace Tessera.Benchmarks.StartUp;

/// <summary>
/// Claim: listing plugins costs at most 2.5 times an empty program, and no more than a quarter more with 100 installed plugins than with one,
/// however the command was delivered. Whole processes, from spawn to exit; read the column Ratio.
/// </summary>
[Config(typeof(WholeProcesses))]
public class StartUpBenchmark : IDisposable
{
    private GeneratedPlugins? _one;
    private GeneratedPlugins? _hundred;
    private string _quickstart = "", _tessera = "";
    private DeliveredPrograms? _delivered;

    [ParamsSource(nameof(Ways))]
    public string Delivery { get; set; } = "";

    public static IEnumerable<string> Ways => DeliveredPrograms.Ways;

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        _delivered = new DeliveredPrograms();
        _tessera = await _delivered.DeliverAsync(Delivery);
        (_one, _hundred) = (new GeneratedPlugins(1), new GeneratedPlugins(100));
        _quickstart = Path.Combine(InstalledPrograms.Repository, "samples", "quickstart.yaml");
        var one = await ListedAsync(_one);
        var hundred = await ListedAsync(_hundred);
        if (hundred - one != 99) throw new InvalidOperationException($"100 plugins list {hundred} rows, 1 lists {one}.");
    }

    [GlobalCleanup]
    public void Remove() => Dispose();

    public void Dispose()
    {
        _one?.Dispose();
        _hundred?.Dispose();
        _delivered?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public Task<string> EmptyProgram() => InstalledPrograms.RunAsync(InstalledPrograms.EmptyProgram);

    [Benchmark]
    public Task<string> ListWithOnePlugin() => TesseraAsync(_one!, "plugins", "list", "--json");

    [Benchmark]
    public Task<string> ListWithHundredPlugins() => TesseraAsync(_hundred!, "plugins", "list", "--json");

    [Benchmark]
    public Task<string> ValidateWithHundredPlugins() => TesseraAsync(_hundred!, "validate", _quickstart, "--json");

    [Benchmark]
    public Task<string> FirstActivationWithHundredPlugins() => TesseraAsync(_hundred!, "plugins", "why", "tool/grep", "--json");

    private Task<string> TesseraAsync(GeneratedPlugins plugins, params string[] arguments) =>
        InstalledPrograms.RunAsync(_tessera, [.. arguments, "--plugins", plugins.Folder]);

    private async Task<int> ListedAsync(GeneratedPlugins plugins) =>
        JsonNode.Parse(await TesseraAsync(plugins, "plugins", "list", "--json").ConfigureAwait(false))!["plugins"]!.AsArray().Count;
}
