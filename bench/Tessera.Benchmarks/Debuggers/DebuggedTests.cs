using BenchmarkDotNet.Attributes;
using Tessera.Benchmarks.StartUp;

namespace Tessera.Benchmarks.Debuggers;

/// <summary>
/// Claim: a pytest run of 600 tests with one breakpoint, which the last test reaches, takes as long as without a debugger, within a tenth, from Python 3.12 on,
/// and at most four times as long before. Whole runs, from spawn to exit; read the column Ratio. Runs on the Pythons that have pytest.
/// </summary>
[Config(typeof(WholeProcesses))]
public class DebuggedTests
{
    private static readonly Dictionary<string, string> _files = new()
    {
        ["work.py"] = "def rare(x):\n    y = x\n    return y\n\n\ndef fold(values):\n    result = 0\n    for value in values:\n        result = (result * 31 + value) % 1009\n    return result\n",
        ["test_work.py"] = "import pytest\nimport work\n\n\n@pytest.mark.parametrize('n', range(600))\ndef test_fold(n):\n    assert work.fold(range(n)) < 1009\n\n\ndef test_rare():\n    assert work.rare(3) == 3\n",
    };

    private DebuggedProject? _project;

    [ParamsSource(nameof(Pythons))]
    public string Python { get; set; } = "";

    public static IEnumerable<string> Pythons => Interpreters.WithPytest;

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        _project = Create();
        if (!(await _project.RunBareAsync()).Contains("601 passed", StringComparison.Ordinal)) throw new InvalidOperationException("The tests do not pass.");
        await _project.CheckAsync("b work.py:2", "Breakpoint 1 at work.py:2");
        await _project.CheckAsync("c", "Stopped at breakpoint 1.");
        await _project.CheckAsync("c", "601 passed");
    }

    [GlobalCleanup]
    public async Task Remove()
    {
        if (_project is not null) await _project.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public Task<string> Bare() => _project!.RunBareAsync();

    [Benchmark]
    public async Task WithBreakpoint()
    {
        await _project!.PdbAsync("restart");
        await _project.PdbAsync("c");
        await _project.PdbAsync("c");
    }

    private DebuggedProject Create() => new(_files, Python, "-m", "pytest", "-q", "-p", "no:cacheprovider");
}
