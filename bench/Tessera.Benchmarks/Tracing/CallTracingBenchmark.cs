using BenchmarkDotNet.Attributes;
using Tessera.Benchmarks.Programs;
using Tessera.Benchmarks.StartUp;

namespace Tessera.Benchmarks.Tracing;

/// <summary>
/// Claim: one traced function of a program of three million calls costs at most a tenth on Python 3.12 and newer, and before that
/// at most three times as much again. Whole processes, from spawn to exit; read the column Ratio for each Python.
/// </summary>
[Config(typeof(WholeProcesses))]
public class CallTracingBenchmark
{
    private PythonProject? _project;

    [ParamsSource(nameof(AllPythons))]
    public string Python { get; set; } = "";

    public static IEnumerable<string> AllPythons => Pythons.Installed;

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        _project = PythonProject.Create(ManyCalls.Files, Python, "main.py");
        var plain = await Plain();
        foreach (var function in new[] { "report", "main", "Parser.total", "Parser.peek" })
        {
            var text = (await _project.TraceAsync($"main.py:{function}")).Text;
            if (!text.Contains($"Output of the program:\n{plain}", StringComparison.Ordinal) || text.Contains("never called", StringComparison.Ordinal))
                throw new InvalidOperationException($"The trace of {function} is not that of the program: {text}");
        }
    }

    [GlobalCleanup]
    public async Task Remove() => await _project!.DisposeAsync();

    [Benchmark(Baseline = true)]
    public Task<string> Plain() => _project!.RunBareAsync();

    [Benchmark]
    public async Task<int> CalledOnceAtTheEnd() => (await _project!.TraceAsync("main.py:report")).Text.Length;

    [Benchmark]
    public async Task<int> AroundEverything() => (await _project!.TraceAsync("main.py:main")).Text.Length;

    [Benchmark]
    public async Task<int> CalledOften() => (await _project!.TraceAsync("main.py:Parser.total")).Text.Length;

    [Benchmark]
    public async Task<int> CalledAMillionTimes() => (await _project!.TraceAsync("main.py:Parser.peek")).Text.Length;
}
