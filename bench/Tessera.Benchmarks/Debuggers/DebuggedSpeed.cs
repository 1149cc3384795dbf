using BenchmarkDotNet.Attributes;
using Tessera.Benchmarks.Programs;
using Tessera.Benchmarks.StartUp;

namespace Tessera.Benchmarks.Debuggers;

/// <summary>
/// Claim: a program of three million calls with one breakpoint in a function that is called once runs at its own speed, within a tenth, from Python 3.12 on,
/// and within four times its own time before. Whole runs, from spawn to exit; read the column Ratio.
/// </summary>
[Config(typeof(WholeProcesses))]
public class DebuggedSpeed
{
    private PythonProject? _project;

    [ParamsSource(nameof(AllPythons))]
    public string Python { get; set; } = "";

    public static IEnumerable<string> AllPythons => Pythons.Installed;

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        _project = PythonProject.Create(ManyCalls.Files, Python, "main.py");
        var output = await _project.RunBareAsync();
        if (!output.StartsWith("the value is ", StringComparison.Ordinal)) throw new InvalidOperationException(output);
        await _project.CheckAsync($"b main.py:{ManyCalls.LineOfReport}", "Breakpoint 1 at main.py:");
        await _project.CheckAsync("c", "Stopped at breakpoint 1.");
        await _project.CheckAsync("c", output);
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
