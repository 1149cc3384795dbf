using BenchmarkDotNet.Attributes;
using Tessera.Benchmarks.StartUp;

namespace Tessera.Benchmarks.Tracing;

/// <summary>
/// Claim: one traced function costs a run of hundreds of tests at most a tenth on Python 3.12 and newer, and before that at most three
/// times as much again. Whole processes, from spawn to exit; read the column Ratio for each Python.
/// </summary>
[Config(typeof(WholeProcesses))]
public class PytestTracingBenchmark
{
    private TracedProject? _project;

    [ParamsSource(nameof(AllPythons))]
    public string Python { get; set; } = "";

    public static IEnumerable<string> AllPythons => Pythons.WithPytest();

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        var project = new TracedProject([Python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_shop.py"]);
        _project = project;
        _project.Write("shop.py", "def price(amount):\n    return amount * 2\n\ndef total(amounts):\n    result = 0\n    for amount in amounts:\n        result += price(amount)\n    return result\n");
        _project.Write("test_shop.py", """
            import pytest
            from shop import total

            @pytest.fixture
            def amounts(size):
                return list(range(size))

            @pytest.mark.parametrize("size", range(600))
            def test_total(amounts, size):
                assert total(amounts) == size * (size - 1)

            def test_last():
                assert total([1, 2]) == 6
            """);
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
    public Task<string> Plain() => _project!.RunAsync();

    [Benchmark]
    public async Task<int> TestedFunction() => (await _project!.TraceAsync("shop.py:total")).Text.Length;

    [Benchmark]
    public async Task<int> OneTest() => (await _project!.TraceAsync("test_shop.py:test_last")).Text.Length;
}
