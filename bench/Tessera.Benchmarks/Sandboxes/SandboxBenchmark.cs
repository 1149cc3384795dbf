using BenchmarkDotNet.Attributes;
using CliWrap;
using CliWrap.Buffered;
using Tessera.Benchmarks.StartUp;
using Tessera.Debugging.Terminals.Sandbox;
using Tessera.Sdk.Terminals;

namespace Tessera.Benchmarks.Sandboxes;

/// <summary>
/// Claim: a program in a sandbox takes less than 5 ms longer than under bubblewrap alone, which is given the very arguments that the sandbox gives it. What
/// the sandbox does besides: find the program, make control groups, take on limits, and end what is left.
/// </summary>
[Config(typeof(WholeProcesses))]
public class SandboxBenchmark
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tessera-bench-").FullName;
    private ITerminal? _terminal;
    private string[] _own = [];

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        var provider = new SandboxTerminalProvider(new SandboxOptions(), TimeProvider.System);
        if (await provider.FindObstacleAsync(CancellationToken.None) is { } obstacle) throw new InvalidOperationException(obstacle);
        _terminal = provider.Open(new TerminalSite { Folder = _folder });
        await using (await _terminal.OpenAsync(Command("sleep", "60"), CancellationToken.None)) _own = await FindArgumentsAsync();
        if (await Bubblewrap("echo") != "\n" || (await Sandbox("echo")).Output != "\n") throw new InvalidOperationException("The programs do not run.");
    }

    [GlobalCleanup]
    public async Task Remove()
    {
        if (_terminal is not null) await _terminal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public Task<string> BubblewrapAlone() => Bubblewrap("true");

    [Benchmark]
    public Task<TerminalResult> Sandbox() => Sandbox("true");

    private async Task<string> Bubblewrap(string program) => (await Cli.Wrap(_own[0]).WithArguments([.. _own[1..], program]).ExecuteBufferedAsync()).StandardOutput;

    private Task<TerminalResult> Sandbox(string program) => _terminal!.RunAsync(Command(program), CancellationToken.None);

    private static TerminalCommand Command(string program, params string[] arguments) => new() { Program = program, Arguments = arguments, Timeout = TimeSpan.FromMinutes(1) };

    /// <summary>bubblewrap with its arguments, as it runs now for the folder, without the program that it runs.</summary>
    private async Task<string[]> FindArgumentsAsync()
    {
        for (var tries = 0; tries < 1000; tries++)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
            {
                var words = Read(Path.Join(process, "cmdline")).TrimEnd('\0').Split('\0');
                var program = Array.IndexOf(words, "--");
                if (Path.GetFileName(words[0]) == "bwrap" && program > 0 && words.Contains(_folder)) return words[..(program + 1)];
            }

            await Task.Delay(1);
        }

        throw new InvalidOperationException("bubblewrap does not run.");
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            // It has ended.
            return "";
        }
    }
}
