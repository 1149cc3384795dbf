using BenchmarkDotNet.Attributes;
using Tessera.Benchmarks.Programs;
using Tessera.Benchmarks.StartUp;

namespace Tessera.Benchmarks.Debuggers;

/// <summary>
/// Claim: a step of the tool <c>pdb</c> (print, next, set a breakpoint) takes at most 2 ms more than Python's own debugger takes for it at its prompt.
/// Compare the medians of each pair.
/// </summary>
[Config(typeof(WholeProcesses))]
public class DebuggerSteps
{
    private const string Program = "n = 0\nwhile True:\n    n += 1\n    m = n\n";
    private PythonProject? _project;
    private PlainPdb? _plain;
    private string _folder = "";

    [ParamsSource(nameof(AllPythons))]
    public string Python { get; set; } = "";

    public static IEnumerable<string> AllPythons => Pythons.Installed;

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        _folder = Directory.CreateTempSubdirectory("tessera-bench-").FullName;
        (_plain, _project) = (new PlainPdb(Python, _folder, Program), PythonProject.Create(new Dictionary<string, string> { ["main.py"] = Program }, Python, "main.py"));
        await _project.CheckAsync("n", "main.py:2 in <module>");
        await _project.CheckAsync("p n", "Pdb command output:\n0");
        await _project.CheckAsync("b 3", "Breakpoint 1 at main.py:3");
        await _project.CheckAsync("cl 1", "Deleted breakpoint 1");
        if (!_plain.Ask("n").Contains("main.py(2)", StringComparison.Ordinal)) throw new InvalidOperationException("pdb did not step.");
    }

    [GlobalCleanup]
    public async Task Remove()
    {
        _plain?.Dispose();
        if (_project is not null) await _project.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public string PlainPrint() => _plain!.Ask("p n");

    [Benchmark]
    public Task Print() => _project!.PdbAsync("p n");

    [Benchmark]
    public string PlainNext() => _plain!.Ask("n");

    [Benchmark]
    public Task Next() => _project!.PdbAsync("n");

    [Benchmark]
    public string PlainBreak() => _plain!.Ask("b 4");

    [Benchmark]
    public Task Break() => _project!.PdbAsync("b 4");
}
