using System.Globalization;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using CliWrap;
using CliWrap.Buffered;
using Tessera.Benchmarks.StartUp;
using Tessera.Sdk.Tools;
using Tessera.Tools.Grep;

namespace Tessera.Benchmarks.Tools;

/// <summary>
/// Claim: searching 250 MB of text files takes no longer than GNU grep does. GNU grep runs as a program and counts
/// (<c>-r -c</c>), which is the least that it can do; the tool counts, too, and orders and shows the first 100 lines.
/// </summary>
[Config(typeof(WholeProcesses))]
public class SearchBenchmark
{
    private readonly GrepTool _tool = new(new GrepOptions { TimeoutSeconds = 600 }, TimeProvider.System);
    private FolderSession? _session;

    [Params("a needle in", "result [0-9]+$", "index buffer", "wh[i]le.*7777")]
    public string Pattern { get; set; } = "";

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        _session = FolderSession.Open();
        GeneratedSources.Write(_session.Folder, 250_000_000);
        var (theirs, ours) = (await GnuGrep(), await TesseraGrep());
        if (theirs != ours) throw new InvalidOperationException($"GNU grep counts {theirs} lines, the tool counts {ours}.");
    }

    [GlobalCleanup]
    public async Task Remove() => await _session!.DisposeAsync();

    [Benchmark(Baseline = true)]
    public async Task<int> GnuGrep()
    {
        var result = await Cli.Wrap("grep").WithArguments(["-r", "-E", "-h", "-c", "-e", Pattern, _session!.Folder]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        return result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(line => int.Parse(line, CultureInfo.InvariantCulture));
    }

    [Benchmark]
    public async Task<int> TesseraGrep()
    {
        var answer = await _tool.CallAsync(new ToolCall("1", "grep", new JsonObject { ["pattern"] = Pattern }), _session!, CancellationToken.None);
        return answer.Data!["matches"]!.GetValue<int>();
    }
}
