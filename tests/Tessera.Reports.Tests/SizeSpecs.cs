using System.Text.Json.Nodes;
using Tessera.Pipelines.Running;
using Tessera.Sdk.Findings;

namespace Tessera.Reports.Tests;

/// <summary>A page stays small, however long the run was, and says what it leaves out.</summary>
public class SizeSpecs
{
    private const int Small = 1_000_000;

    [Fact]
    public async Task A_table_of_ten_thousand_rows()
    {
        var table = new Table { Title = "Rows", Columns = ["name", "value"], Rows = [.. Enumerable.Range(0, 10_000).Select(i => new JsonNode?[] { $"row {i}", i })] };

        var page = await Pages.RenderAsync(table);

        page.Length.Should().BeLessThan(Small);
        var finding = Pages.Parse(page).QuerySelector(".finding")!;
        finding.QuerySelectorAll("tbody tr").Should().HaveCount(250);
        finding.QuerySelector(".note")!.TextContent.Should().Be("The first 250 of 10000 rows. The whole table stands in summary.json.");
    }

    [Fact]
    public async Task A_table_of_a_thousand_columns_and_of_huge_cells()
    {
        var table = new Table { Title = "Wide", Columns = [.. Enumerable.Range(0, 1000).Select(i => $"c{i}")], Rows = [[.. Enumerable.Range(0, 1000).Select(_ => (JsonNode?)new string('x', 100_000))]] };

        var page = await Pages.RenderAsync(table);

        page.Length.Should().BeLessThan(Small);
        Pages.Parse(page).QuerySelector(".finding")!.TextContent.Should().Contain("The first 40 of 1000 columns.").And.Contain("(98000 characters more)");
    }

    [Fact]
    public async Task A_matrix_of_a_million_values()
    {
        IReadOnlyList<string> names = [.. Enumerable.Range(0, 1000).Select(i => $"expert {i}")];
        var matrix = new Matrix { Title = "Similarity", RowNames = names, ColumnNames = names, Values = [.. names.Select((_, row) => (IReadOnlyList<double>)[.. names.Select((_, column) => row / 500 == column / 500 ? 1.0 : 0.0)])] };

        var page = await Pages.RenderAsync(matrix);

        page.Length.Should().BeLessThan(Small);
        var finding = Pages.Parse(page).QuerySelector(".finding")!;
        finding.QuerySelectorAll(".heat rect").Should().HaveCount(48 * 48);
        finding.QuerySelector(".heat rect title")!.TextContent.Should().Be("expert 0 to expert 19, expert 0 to expert 19: 1");
        finding.QuerySelector(".note")!.TextContent.Should().Contain("1000 rows and 1000 columns; each square is the mean of a block of them.");
    }

    [Fact]
    public async Task A_transcript_of_a_hundred_thousand_entries()
    {
        var transcript = new Transcript { Title = "Talk", Entries = [.. Enumerable.Range(1, 100_000).Select(i => new TranscriptEntry("agent", $"entry {i} {new string('x', 50_000)}"))] };

        var page = await Pages.RenderAsync(transcript);

        page.Length.Should().BeLessThan(Small);
        var entries = Pages.Parse(page).QuerySelectorAll(".transcript li");
        entries.Should().HaveCount(201);
        entries[100].TextContent.Should().Be("99800 entries are left out here. The whole transcript stands in summary.json.");
        entries[200].GetAttribute("value").Should().Be("100000");
        entries[200].TextContent.Should().Contain("entry 100000 ");
    }

    [Fact]
    public async Task Lines_of_a_hundred_thousand_points_keep_their_peaks()
    {
        var lines = Enumerable.Range(0, 30).Select(line => new SeriesLine($"line {line}", [.. Enumerable.Range(0, 100_000).Select(i => new SeriesPoint(i, i == 77_777 ? 1000 : Math.Sin(i), -1, 1))]));
        var series = new Series { Title = "Loss", HorizontalAxis = "step", VerticalAxis = "loss", Lines = [.. lines] };

        var page = await Pages.RenderAsync(series);

        page.Length.Should().BeLessThan(Small);
        var finding = Pages.Parse(page).QuerySelector(".finding")!;
        finding.Texts(".note").Should().Contain("The first 8 of 30 lines. All of them stand in summary.json.").And.Contain(note => note.StartsWith("Of long lines", StringComparison.Ordinal));
        finding.Texts(".axis text").Should().Contain("1000");
        finding.QuerySelectorAll("path.line").Should().HaveCount(8).And.OnlyContain(path => path.GetAttribute("d")!.Contains(",8L", StringComparison.Ordinal), "the peak stands at the upper edge");
    }

    [Fact]
    public async Task A_tree_of_a_hundred_thousand_generations()
    {
        var node = new TreeNode("generation 100000", 1, true, []);
        for (var level = 99_999; level > 0; level--) node = new TreeNode($"generation {level}", null, false, [node]);

        var page = await Pages.RenderAsync(new Tree { Title = "Descent", Roots = [node] });

        page.Length.Should().BeLessThan(Small);
        var finding = Pages.Parse(page).QuerySelector(".finding")!;
        finding.QuerySelector(".note")!.TextContent.Should().Contain("401 of 100000 entries.");
        finding.QuerySelectorAll(".chosen").Should().ContainSingle().Which.TextContent.Should().Contain("generation 100000").And.Contain("level 100000");
    }

    [Fact]
    public async Task A_change_of_a_hundred_thousand_lines()
    {
        var before = string.Join('\n', Enumerable.Range(0, 100_000).Select(i => $"line {i}"));
        var after = string.Join('\n', Enumerable.Range(0, 100_000).Select(i => $"zeile {i} {new string('y', 100)}"));

        var page = await Pages.RenderAsync(new TextDifference { Title = "Change", Subject = "a.txt", Before = before, After = after });

        page.Length.Should().BeLessThan(Small);
        Pages.Parse(page).QuerySelector(".finding")!.TextContent.Should().Contain("The first 600 of 200000 lines.");
    }

    [Fact]
    public async Task A_run_of_thousands_of_steps_with_hundreds_of_findings()
    {
        var table = new Table { Title = "Rows", Columns = ["text"], Rows = [.. Enumerable.Range(0, 100).Select(i => new JsonNode?[] { new string('x', 1000) })] };
        var step = Pages.Step([.. Enumerable.Repeat(table, 300)]) with { Metrics = Enumerable.Range(0, 1000).ToDictionary(i => $"m{i}", i => (double)i) };

        var page = await RunReport.RenderAsync(Pages.Run([.. Enumerable.Repeat(step, 3000)]), new RunOrigin());

        page.Length.Should().BeLessThan(12_000_000);
        var shown = Pages.Parse(page);
        shown.QuerySelector("section[aria-labelledby=steps] > .note")!.TextContent.Should().Contain("The first 500 of 3000 steps.");
        shown.QuerySelector("section[aria-labelledby=step-1]")!.TextContent.Should().Contain("findings are left out, as the page would grow too large.");
    }
}
