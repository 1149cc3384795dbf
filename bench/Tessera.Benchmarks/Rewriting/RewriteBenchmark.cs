using System.Globalization;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Tessera.Debugging.Sessions;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Tools;
using Tessera.Tools.Rewrite;

namespace Tessera.Benchmarks.Rewriting;

/// <summary>
/// Claim: a line of a file is rewritten in less than a millisecond, the difference included. To be told whether a Python file still
/// compiles costs a question to a process that waits for it.
/// </summary>
public class RewriteBenchmark
{
    private readonly string _root = Directory.CreateTempSubdirectory("tessera-bench-").FullName;
    private readonly List<IAsyncDisposable> _open = [];
    private ToolSession? _session;
    private int _edits;

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        var line = string.Concat(Enumerable.Repeat("value = 1  # a line of some length, as lines are\n", 200));
        foreach (var name in new[] { "text.txt", "code.py" }) await File.WriteAllTextAsync(Path.Combine(_root, name), line);
        await File.WriteAllTextAsync(Path.Combine(_root, "large.txt"), string.Concat(Enumerable.Repeat(line, 105)));
        var workspace = new FolderWorkspace(_root);
        var terminal = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = _root });
        var tool = new RewriteTool(new RewriteOptions(), TimeProvider.System);
        _open.AddRange([tool, terminal, workspace]);
        _session = new ToolSession(workspace, terminal, new EntryPoints { Evaluate = ["python3", "code.py"] }, [tool]);
        foreach (var name in new[] { "text.txt", "code.py", "large.txt" })
        {
            var observation = await RewriteAsync(name);
            if (!observation.Text.Contains($"+value = {_edits}", StringComparison.Ordinal)) throw new InvalidOperationException(observation.Text);
        }
    }

    [GlobalCleanup]
    public async Task Remove()
    {
        foreach (var part in _open) await part.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public Task<Observation> LineOfText() => RewriteAsync("text.txt");

    [Benchmark]
    public Task<Observation> LineOfPython() => RewriteAsync("code.py");

    [Benchmark]
    public Task<Observation> LineOfMegabyte() => RewriteAsync("large.txt");

    private async Task<Observation> RewriteAsync(string path)
    {
        var code = string.Create(CultureInfo.InvariantCulture, $"value = {++_edits}");
        var call = new ToolCall("1", "rewrite", new JsonObject { ["path"] = path, ["start"] = 100, ["end"] = 100, ["new_code"] = code });
        return (await _session!.CallAsync(call, default))[0];
    }
}
