using System.Globalization;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Tessera.Benchmarks.StartUp;
using Tessera.Sdk.Tools;
using Tessera.Tools.Rewrite;
using Tessera.Tools.View;

namespace Tessera.Benchmarks.Tools;

/// <summary>
/// Claim: a view or a change of one line takes less than 1 ms in a small file, and less than 10 ms in one of 1 MB, the difference
/// included; a snapshot and its restoring, of 1000 files that did not change, a few ms. So does one of a
/// small Python file, of which a process that waits for it tells whether it still compiles; of one of 1 MB it is not asked.
/// </summary>
[Config(typeof(WholeProcesses))]
public class FileToolBenchmark : IAsyncDisposable
{
    private readonly ViewTool _view = new(new ViewOptions());
    private readonly RewriteTool _rewrite = new(new RewriteOptions(), TimeProvider.System);
    private FolderSession? _session;
    private int _round;

    [Params(100, 30_000)]
    public int Lines { get; set; }

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        _session = FolderSession.Open();
        for (var i = 0; i < 1000; i++)
        {
            var part = Directory.CreateDirectory(Path.Combine(_session.Folder, string.Create(CultureInfo.InvariantCulture, $"part{i / 50}")));
            await File.WriteAllTextAsync(Path.Combine(part.FullName, string.Create(CultureInfo.InvariantCulture, $"file{i}.py")), "x = 1\n");
        }

        var text = string.Concat(Enumerable.Range(1, Lines).Select(i => string.Create(CultureInfo.InvariantCulture, $"value_{i:00000} = compute({i})  # of it\n")));
        foreach (var file in new[] { "main.py", "main.txt" }) await File.WriteAllTextAsync(Path.Combine(_session.Folder, file), text);
        var last = string.Create(CultureInfo.InvariantCulture, $"lines {Lines - 20}-{Lines} of {Lines}");
        if (!(await View()).Contains(last, StringComparison.Ordinal)) throw new InvalidOperationException("The tool shows other lines.");
        foreach (var done in new[] { await RewriteText(), await RewritePython() })
        {
            if (!done.Contains("+value = ", StringComparison.Ordinal)) throw new InvalidOperationException("The tool changes another line.");
        }

        // Stamps settle.
        await Task.Delay(300);
        await SnapshotAndRestore();
        if (await SnapshotAndRestore() != 0) throw new InvalidOperationException("Something differs.");
    }

    [GlobalCleanup]
    public async Task Remove() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _rewrite.DisposeAsync();
        if (_session is not null) await _session.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public async Task<string> View() => await CallAsync(_view, new JsonObject { ["path"] = "main.txt", ["start"] = Lines - 20 });

    [Benchmark]
    public Task<string> RewriteText() => RewriteAsync("main.txt");

    [Benchmark]
    public Task<string> RewritePython() => RewriteAsync("main.py");

    [Benchmark]
    public async Task<int> SnapshotAndRestore()
    {
        var snapshot = await _session!.Workspace.SnapshotAsync(CancellationToken.None);
        return (await _session.Workspace.RestoreAsync(snapshot, CancellationToken.None)).Count;
    }

    private async Task<string> RewriteAsync(string path) => await CallAsync(
        _rewrite, new JsonObject { ["path"] = path, ["start"] = Lines / 2, ["new_code"] = string.Create(CultureInfo.InvariantCulture, $"value = {_round++}") });

    private async Task<string> CallAsync(ITool tool, JsonObject arguments) => (await tool.CallAsync(new ToolCall("1", tool.Definition.Name, arguments), _session!, CancellationToken.None)).Text;
}
