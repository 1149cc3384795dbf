using BenchmarkDotNet.Attributes;
using Tessera.Benchmarks.Programs;
using Tessera.Benchmarks.StartUp;

namespace Tessera.Benchmarks.Tracing;

/// <summary>
/// Claim: one traced function costs a run of hundreds of tests at most a tenth on Python 3.12 and newer, and before that at most three
/// times as much again. Whole processes, from spawn to exit; read the column Ratio for each Python.
/// </summary>
[Config(typeof(WholeProcesses))]
public class PytestTracingBenchmark
{
    private PythonProject? _project;

    [ParamsSource(nameof(AllPythons))]
    public string Python { get; set; } = "";

    public static IEnumerable<string> AllPythons => Pythons.WithPytest;

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        _project = PythonProject.Create(ManyTests.Files, ManyTests.Command(Python));
        if (!(await Plain()).Contains("601 passed", StringComparison.Ordinal)) throw new InvalidOperationException("The tests do not pass.");
        foreach (var function in new[] { "shop.py:total", "test_shop.py:test_last" })
        {
            var observation = await _project.TraceAsync(function);
            if ((int?)observation.Data!["testsPassed"] != 601 || observation.Data["functions"]![0]!["frames"]!.AsArray().Count == 0)
                throw new InvalidOperationException($"The trace of {function} is not that of the tests: {observation.Text}");
        }
    }

    [GlobalCleanup]
    public async Task Remove() => await _project!.DisposeAsync();

    [Benchmark(Baseline = true)]
    public Task<string> Plain() => _project!.RunBareAsync();

    [Benchmark]
    public async Task<int> TestedFunction() => (await _project!.TraceAsync("shop.py:total")).Text.Length;

    [Benchmark]
    public async Task<int> OneTest() => (await _project!.TraceAsync("test_shop.py:test_last")).Text.Length;
}
