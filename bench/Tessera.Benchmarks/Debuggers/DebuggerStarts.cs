using BenchmarkDotNet.Attributes;
using Tessera.Benchmarks.Programs;
using Tessera.Benchmarks.StartUp;

namespace Tessera.Benchmarks.Debuggers;

/// <summary>
/// Claim: to begin anew, with no breakpoint or with eight, and to run to a breakpoint in the last test of a run take at most a tenth longer than the
/// same run of tests takes from start to end without a debugger. Read the column Ratio.
/// </summary>
[Config(typeof(WholeProcesses))]
public class DebuggerStarts
{
    private PythonProject? _without;
    private PythonProject? _with;
    private PythonProject? _last;

    [ParamsSource(nameof(AllPythons))]
    public string Python { get; set; } = "";

    public static IEnumerable<string> AllPythons => Pythons.Installed;

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        (_without, _with, _last) = (Create(), Create(), Create());
        if (!(await _without.RunBareAsync()).Contains("Ran 1 test", StringComparison.Ordinal)) throw new InvalidOperationException("The tests do not run.");
        for (var i = 0; i < OneTest.Unused; i++) await _with.CheckAsync($"b work.py:{(5 * i) + 2}", $"Breakpoint {i + 1} at work.py");
        await _last.CheckAsync($"b work.py:{OneTest.LineOfLast}", "Breakpoint 1 at work.py:42");
        await _last.CheckAsync("c", "Stopped at breakpoint 1.");
        foreach (var project in new[] { _without, _with }) await project.CheckAsync("restart", "__main__.py:1 in <module>");
        await _with.CheckAsync("b", "number 8");
    }

    [GlobalCleanup]
    public async Task Remove()
    {
        foreach (var project in new[] { _without, _with, _last }.OfType<PythonProject>()) await project.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public Task<string> Bare() => _without!.RunBareAsync();

    [Benchmark]
    public Task Restart() => _without!.PdbAsync("restart");

    [Benchmark]
    public Task RestartWithEightBreakpoints() => _with!.PdbAsync("restart");

    [Benchmark]
    public async Task RestartAndContinueToBreakpoint()
    {
        await _last!.PdbAsync("restart");
        await _last.PdbAsync("c");
    }

    private PythonProject Create() => PythonProject.Create(OneTest.Files, Python, "-m", "unittest");
}
