using BenchmarkDotNet.Attributes;
using Tessera.Benchmarks.StartUp;

namespace Tessera.Benchmarks.Debuggers;

/// <summary>
/// Claim: a program of three million calls with one breakpoint in a function that is called once runs at its own speed, within a tenth, from Python 3.12 on,
/// and within four times its own time before. Whole runs, from spawn to exit; read the column Ratio.
/// </summary>
[Config(typeof(WholeProcesses))]
public class DebuggedSpeed
{
    private const string Program = """
        class Tokens:
            def __init__(self, text):
                self.text = text
                self.at = 0

            def peek(self):
                return self.text[self.at]

            def take(self):
                letter = self.text[self.at]
                self.at += 1
                return letter


        def number(tokens):
            value = 0
            while tokens.peek().isdigit():
                value = value * 10 + int(tokens.take())
            return value


        def product(tokens):
            value = number(tokens)
            while tokens.peek() == "*":
                tokens.take()
                value *= number(tokens)
            return value


        def total(tokens):
            value = product(tokens)
            while tokens.peek() == "+":
                tokens.take()
                value += product(tokens)
            return value


        def rare(value):
            answer = value + 1
            return answer


        print(rare(sum(total(Tokens("12+3*45+6*7*89+1$")) for _ in range(52_000))))
        """;

    private DebuggedProject? _project;

    [ParamsSource(nameof(Pythons))]
    public string Python { get; set; } = "";

    public static IEnumerable<string> Pythons => Interpreters.All;

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        _project = Create();
        if (!(await _project.RunBareAsync()).StartsWith("202072001", StringComparison.Ordinal)) throw new InvalidOperationException("The program counts wrong.");
        await _project.CheckAsync("b main.py:39", "Breakpoint 1 at main.py:39");
        await _project.CheckAsync("c", "Stopped at breakpoint 1.");
        await _project.CheckAsync("c", "202072001");
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

    private DebuggedProject Create() => new(new Dictionary<string, string> { ["main.py"] = Program }, Python, "main.py");
}
