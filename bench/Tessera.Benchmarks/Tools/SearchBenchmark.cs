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
/// Claim: no sort of search of 250 MB of text files, or of 20,000 small ones, takes longer than GNU grep does. GNU grep runs as a
/// program and counts (<c>-r -c</c>), in its quickest locale, which is the least that it can do; the tool counts, too, knows letters beyond
/// ASCII, and orders and shows the first 100 lines.
/// Where only these are wanted, <c>head</c> ends GNU grep, and the tool does not count.
/// </summary>
[Config(typeof(WholeProcesses))]
public class SearchBenchmark
{
    private readonly GrepTool _tool = new(new GrepOptions { TimeoutSeconds = 600 }, TimeProvider.System);
    private FolderSession? _session;

    public static IEnumerable<SearchSort> Sorts =>
    [
        new("rare", "a needle in"), new("common", "index buffer"), new("end of line", "result [0-9]+$"), new("class and any", "wh[i]le.*7777"),
        new("ignored case", "A NEEDLE IN") { IgnoreCase = true }, new("ignored case, common", "INDEX buffer") { IgnoreCase = true },
        new("alternatives", "needle|haystack"), new("alternatives, common", "error 12345|name 9999"),
        new("classes and a rare end", "[a-z]+ing\\b"), new("classes and a common end", "[a-z]+er\\b"), new("classes only", "[a-z]{6} [0-9]{6}$"),
        new("names", "index buffer") { Include = "*7.py" }, new("first 100", "index buffer") { IsFirstOnly = true },
        new("small files", "a needle in") { InSmallFiles = true }, new("small files, common", "index buffer") { InSmallFiles = true },
    ];

    [ParamsSource(nameof(Sorts))]
    public SearchSort Sort { get; set; } = null!;

    [GlobalSetup]
    public async Task CheckOutputs()
    {
        _session = Sort.InSmallFiles ? SearchedTrees.Small : SearchedTrees.Large;
        var (theirs, ours) = (await GnuGrep(), await TesseraGrep());
        if (theirs != ours) throw new InvalidOperationException($"GNU grep counts {theirs} lines, the tool counts {ours}.");
    }

    [Benchmark(Baseline = true)]
    public async Task<int> GnuGrep()
    {
        string[] options = ["-r", "-E", "-h", .. Sort.IgnoreCase ? ["-i"] : Array.Empty<string>(), .. Sort.Include is { } names ? [$"--include={names}"] : Array.Empty<string>()];
        string[] search = [.. options, .. Sort.IsFirstOnly ? Array.Empty<string>() : ["-c"], "-e", Sort.Pattern, _session!.Folder];
        var command = Sort.IsFirstOnly ? Cli.Wrap("sh").WithArguments(["-c", "grep \"$@\" | head -100", "sh", .. search]) : Cli.Wrap("grep").WithArguments(search);
        var lines = (await command.WithEnvironmentVariables(variables => variables.Set("LC_ALL", "C")).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync()).StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Sort.IsFirstOnly ? lines.Length : lines.Sum(line => int.Parse(line, CultureInfo.InvariantCulture));
    }

    [Benchmark]
    public async Task<int> TesseraGrep()
    {
        var arguments = new JsonObject { ["pattern"] = Sort.Pattern, ["ignore_case"] = Sort.IgnoreCase, ["path"] = Sort.Include, ["count"] = !Sort.IsFirstOnly };
        var answer = await _tool.CallAsync(new ToolCall("1", "grep", arguments), _session!, CancellationToken.None);
        return answer.Data!["matches"]!.GetValue<int>();
    }
}
