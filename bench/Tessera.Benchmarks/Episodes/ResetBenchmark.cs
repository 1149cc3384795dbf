using BenchmarkDotNet.Attributes;
using Tessera.Benchmarks.StartUp;
using Tessera.Debugging.Tasks;
using Tessera.Debugging.Terminals.Local;
using Tessera.Debugging.Terminals.Sandbox;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;

namespace Tessera.Benchmarks.Episodes;

/// <summary>
/// Claim: to begin an episode of a sample task without evaluating it (a copy of the project, its snapshot, a terminal, all tools), and to begin it once more
/// after an agent has changed a file and a debugger stands in the program, take less than 50 ms each.
/// </summary>
[Config(typeof(WholeProcesses))]
public class ResetBenchmark
{
    private readonly string _root = Directory.CreateTempSubdirectory("tessera-bench-").FullName;
    private DebugTask? _task;
    private OpenedEpisode? _episode;
    private OpenedEpisode? _begun;
    private int _count;

    [Params("local", "sandbox")]
    public string Terminal { get; set; } = "";

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        _task = DebugTasks.Read(Path.Combine(InstalledPrograms.Repository, "samples", "tasks", "last-seat"))[0];
        _episode = await OpenAsync();
        await Spoil();
        await ResetOnceMore();
        var changed = Directory.GetFiles(_task.Project).Where(file => File.ReadAllText(file) != File.ReadAllText(Path.Combine(_episode.Root, Path.GetFileName(file)))).ToList();
        if (changed.Count > 0) throw new InvalidOperationException($"After the reset, {string.Join(", ", changed)} are not as they were.");
    }

    [GlobalCleanup]
    public async Task Remove()
    {
        await Close();
        await _episode!.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [IterationSetup(Target = nameof(ResetOnceMore))]
    public void SpoilNow() => Spoil().GetAwaiter().GetResult();

    [IterationCleanup(Target = nameof(Begin))]
    public void CloseNow() => Close().GetAwaiter().GetResult();

    [Benchmark]
    public async Task Begin() => _begun = await OpenAsync();

    [Benchmark]
    public Task<IReadOnlyList<Observation>> ResetOnceMore() => _episode!.ResetAsync();

    private async Task Spoil()
    {
        if (!(await _episode!.CallAsync("pdb", ("command", "n"))).Text.Contains("unittest/__main__.py", StringComparison.Ordinal)) throw new InvalidOperationException("The debugger does not stand.");
        if ((await _episode.CallAsync("rewrite", ("path", "train.py"), ("start", 1), ("end", 1), ("new_code", "# spoilt"))) is { Failed: true } failed) throw new InvalidOperationException(failed.Text);
    }

    private async Task Close()
    {
        if (_begun is { } begun) await begun.DisposeAsync();
        _begun = null;
    }

    private async Task<OpenedEpisode> OpenAsync()
    {
        ITerminalProvider terminals = Terminal == "local" ? new LocalTerminalProvider(new LocalOptions(), TimeProvider.System) : new SandboxTerminalProvider(new SandboxOptions(), TimeProvider.System);
        return await OpenedEpisode.OpenAsync(_task!, Path.Combine(_root, FormattableString.Invariant($"episode{_count++}")), terminals);
    }
}
