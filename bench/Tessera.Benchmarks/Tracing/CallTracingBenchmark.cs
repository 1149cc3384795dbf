using BenchmarkDotNet.Attributes;
using Tessera.Benchmarks.StartUp;

namespace Tessera.Benchmarks.Tracing;

/// <summary>
/// Claim: one traced function of a program of three million calls costs at most a tenth on Python 3.12 and newer, and before that
/// at most three times as much again. Whole processes, from spawn to exit; read the column Ratio for each Python.
/// </summary>
[Config(typeof(WholeProcesses))]
public class CallTracingBenchmark
{
    // About three million calls, each of which does next to nothing: what is done at each call costs the most here.
    private const string Parser = """
        class Parser:
            def __init__(self, text):
                self.text = text
                self.at = 0

            def peek(self):
                return self.text[self.at]

            def take(self):
                letter = self.text[self.at]
                self.at += 1
                return letter

            def number(self):
                value = 0
                while self.peek().isdigit():
                    value = value * 10 + int(self.take())
                return value

            def factor(self):
                if self.peek() == "(":
                    self.take()
                    value = self.total()
                    self.take()
                    return value
                return self.number()

            def term(self):
                value = self.factor()
                while self.peek() == "*":
                    self.take()
                    value = value * self.factor() % 1000003
                return value

            def total(self):
                value = self.term()
                while self.peek() == "+":
                    self.take()
                    value += self.term()
                return value

        def report(value):
            return f"the value is {value}"

        def main():
            text = "(1+2*3)*4+56*7+(8*9+1)+" * 30 + "1;"
            result = 0
            for turn in range(1000):
                result = (result + Parser(text).total()) % 1000003
            print(report(result))

        main()
        """;

    private TracedProject? _project;

    [ParamsSource(nameof(AllPythons))]
    public string Python { get; set; } = "";

    public static IEnumerable<string> AllPythons => Pythons.Installed();

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        var project = new TracedProject([Python, "main.py"]);
        _project = project;
        _project.Write("main.py", Parser);
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
    public Task<string> Plain() => _project!.RunAsync();

    [Benchmark]
    public async Task<int> CalledOnceAtTheEnd() => (await _project!.TraceAsync("main.py:report")).Text.Length;

    [Benchmark]
    public async Task<int> AroundEverything() => (await _project!.TraceAsync("main.py:main")).Text.Length;

    [Benchmark]
    public async Task<int> CalledOften() => (await _project!.TraceAsync("main.py:Parser.total")).Text.Length;

    [Benchmark]
    public async Task<int> CalledAMillionTimes() => (await _project!.TraceAsync("main.py:Parser.peek")).Text.Length;
}
