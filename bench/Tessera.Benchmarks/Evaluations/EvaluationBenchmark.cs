using BenchmarkDotNet.Attributes;
using Tessera.Benchmarks.Programs;
using Tessera.Benchmarks.StartUp;

namespace Tessera.Benchmarks.Evaluations;

/// <summary>Claim: the tool <c>eval</c> takes at most a tenth longer than the test runner does without it. Whole runs of one test, from spawn to exit; read the column Ratio.</summary>
[Config(typeof(WholeProcesses))]
public class EvaluationBenchmark
{
    private PythonProject? _project;

    [ParamsSource(nameof(AllCommands))]
    public string Command { get; set; } = "";

    public static IEnumerable<string> AllCommands =>
        [.. Pythons.Installed.Select(python => $"{python} -m unittest"), .. Pythons.WithPytest.Select(python => $"{python} -m pytest -q -p no:cacheprovider")];

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        _project = PythonProject.Create(OneTest.Files, Command.Split(' '));
        var output = await Bare();
        if (!output.Contains("Ran 1 test", StringComparison.Ordinal) && !output.Contains("1 passed", StringComparison.Ordinal)) throw new InvalidOperationException(output);
        var observation = await _project.EvaluateAsync();
        if ((int?)observation.Data!["testsPassed"] != 1 || (int?)observation.Data["testsRun"] != 1) throw new InvalidOperationException(observation.Text);
    }

    [GlobalCleanup]
    public async Task Remove() => await _project!.DisposeAsync();

    [Benchmark(Baseline = true)]
    public Task<string> Bare() => _project!.RunBareAsync();

    [Benchmark]
    public async Task<int> Eval() => (await _project!.EvaluateAsync()).Text.Length;
}
