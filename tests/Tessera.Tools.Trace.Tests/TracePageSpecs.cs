using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tessera.Tests;

namespace Tessera.Tools.Trace.Tests;

/// <summary>docs/trace.md shows what the tool answers. TESSERA_UPDATE_DOCS=1 renews it.</summary>
public partial class TracePageSpecs
{
    private static readonly string _page = Path.Combine(Repository.Root, "docs", "trace.md");

    [Fact]
    public async Task Every_example_is_what_the_tool_answers()
    {
        var text = await File.ReadAllTextAsync(_page);
        await using var tracing = new Tracing(Interpreters.Usual(), "", main: "shop.py");
        foreach (Match file in Files().Matches(text)) tracing.Write(file.Groups["name"].Value, file.Groups["content"].Value);
        var current = new StringBuilder();
        var written = 0;
        foreach (Match example in Examples().Matches(text))
        {
            var arguments = JsonNode.Parse(example.Groups["arguments"].Value)!.AsObject();
            var functions = arguments["functions"]!.AsArray().Select(function => (string)function!).ToArray();
            var observation = await tracing.Trace(functions, arguments);
            current.Append(text[written..example.Index]).Append(example.Groups["head"]).Append(Duration().Replace(observation.Text.TrimEnd(), "0.001s")).Append("\n```");
            written = example.Index + example.Length;
        }

        await CompareAsync(text, current.Append(text[written..]).ToString());
    }

    [Fact]
    public async Task Every_argument_is_listed()
    {
        var text = await File.ReadAllTextAsync(_page);
        var table = new StringBuilder("| argument | meaning |\n|---|---|");
        foreach (var (name, argument) in new TraceTool(new TraceOptions(), TimeProvider.System).Definition.Arguments["properties"]!.AsObject())
            table.Append("\n| `").Append(name).Append("` | ").Append(((string)argument!["description"]!).Replace("|", "\\|", StringComparison.Ordinal)).Append(" |");

        await CompareAsync(text, Arguments().Replace(text, match => $"<!-- arguments -->\n{table}\n<!-- end -->"));
    }

    private static async Task CompareAsync(string text, string current)
    {
        if (Environment.GetEnvironmentVariable("TESSERA_UPDATE_DOCS") == "1") await File.WriteAllTextAsync(_page, current);
        else text.Should().Be(current, "run the tests with TESSERA_UPDATE_DOCS=1 to renew the page");
    }

    [GeneratedRegex(@"<!-- file: (?<name>\S+) -->\n```python\n(?<content>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Files();

    [GeneratedRegex(@"(?<head><!-- trace: (?<arguments>\{.*?\}) -->\n```\n).*?```", RegexOptions.Singleline)]
    private static partial Regex Examples();

    [GeneratedRegex(@"<!-- arguments -->\n.*?<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Arguments();

    // How long tests take is nobody's promise.
    [GeneratedRegex(@"(?<=\bin )\d+\.\d+s")]
    private static partial Regex Duration();
}
