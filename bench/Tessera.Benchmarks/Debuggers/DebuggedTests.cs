using BenchmarkDotNet.Attributes;
using Tessera.Benchmarks.Programs;
using Tessera.Benchmarks.StartUp;

namespace Tessera.Benchmarks.Debuggers;

/// <summary>
/// Claim: a pytest run of 601 tests with one breakpoint, which the last test reaches, takes as long as without a debugger, within a tenth, from Python 3.12 on,
/// and at most four times as long before. Whole runs, from spawn to exit; read the column Ratio. Runs on the Pythons that have pytest.
/// </summary>
[Config(typeof(WholeProcesses))]
public class DebuggedTests
{
    private PythonProject? _project;

    [ParamsSource(nameof(AllPythons))]
    public string Python { get; set; } = "";

    public static IEnumerable<string> AllPythons => Pythons.WithPytest;

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        _project = PythonProject.Create(ManyTests.Files, ManyTests.Command(Python));
        if (!(await _project.RunBareAsync()).Contains("601 passed", StringComparison.Ordinal)) throw new InvalidOperationException("The tests do not pass.");
        await _project.CheckAsync("b shop.py:rare", "Breakpoint 1 at shop.py:");
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
    public Task WithBreakpoint() => _project!.RunDebuggedAsync();
}
