using System.Text.Json.Nodes;
using Tessera.Sdk.Findings;

namespace Tessera.Reports.Tests;

/// <summary>Each kind of finding, as it is read.</summary>
public class FindingSpecs
{
    [Fact]
    public async Task A_table_names_its_rows_and_lines_its_numbers_up()
    {
        var table = new Table { Title = "Routers", Columns = ["method", "error", "sound"], Rows = [["arrow", 0.077712, true], ["base", 1, null], ["short"]] };

        var finding = await Pages.FindingAsync(table);

        finding.Texts("thead th").Should().Equal("method", "error", "sound");
        finding.Texts("tbody th[scope=row]").Should().Equal("arrow", "base", "short");
        finding.Texts("tbody td").Should().Equal("0.0777", "true", "1", "–");
        finding.Texts("tbody td.number").Should().Equal("0.0777", "1");
    }

    [Fact]
    public async Task A_comparison_shows_each_methods_estimates_and_the_baseline()
    {
        var comparison = new Comparison
        {
            Title = "Methods", Axis = "accuracy", Measures = ["held out", "training"], Baseline = "base", Caption = "95 % intervals.",
            Rows = [new ComparisonRow("base", [new Estimate(0.5), new Estimate(0.25, 0.2, 0.3)]), new ComparisonRow("arrow", [new Estimate(0.81239, 0.7, 0.9), null]), new ComparisonRow("none", [])],
        };

        var finding = await Pages.FindingAsync(comparison);

        finding.Texts("tbody th").Should().Equal("base", "arrow", "none");
        finding.Texts("tbody td.number").Should().Equal("0.50", "0.25 [0.20, 0.30]", "0.81 [0.70, 0.90]", "–", "–", "–");
        finding.QuerySelectorAll("tbody .mark").Should().HaveCount(3);
        finding.QuerySelectorAll("tbody .interval").Should().HaveCount(2);
        finding.QuerySelectorAll("tbody tr").Should().OnlyContain(row => row.QuerySelectorAll(".baseline").Length == 2);
        finding.QuerySelector("tbody title")!.TextContent.Should().Be("base, held out: 0.50");
        finding.Texts("tfoot text").Should().StartWith("0.2").And.HaveCountGreaterThan(3);
        var places = finding.QuerySelectorAll("tbody tr:nth-child(2) .interval").Single();
        Percent(places.GetAttribute("x1")).Should().BeLessThan(Percent(finding.QuerySelector("tbody tr:nth-child(2) svg.mark")!.GetAttribute("x"))).And.BeGreaterThan(0);
        Percent(places.GetAttribute("x2")).Should().BeGreaterThan(Percent(finding.QuerySelector("tbody tr:nth-child(2) svg.mark")!.GetAttribute("x"))).And.BeLessThan(100);
    }

    [Fact]
    public async Task Lines_stand_with_their_bands_their_names_and_their_figures()
    {
        var series = new Series
        {
            Title = "Loss", HorizontalAxis = "step", VerticalAxis = "loss",
            Lines = [new SeriesLine("train", [new SeriesPoint(0, 4, 3, 5), new SeriesPoint(10, 2, 1, 3)]), new SeriesLine("test", [new SeriesPoint(0, 4), new SeriesPoint(10, 3.5)])],
        };

        var finding = await Pages.FindingAsync(series);

        finding.QuerySelector("[role=img]")!.GetAttribute("aria-label").Should().Be("Loss: loss over step. train: from 4 to 2. test: from 4 to 3.5.");
        finding.QuerySelectorAll("path.line").Should().HaveCount(2);
        finding.QuerySelectorAll("path.band").Should().ContainSingle();
        finding.Texts(".legend li").Should().Equal("train", "test");
        finding.Texts(".labels text").Should().Equal("test", "train");
        finding.Texts("tbody tr").Should().HaveCount(4);
        finding.QuerySelector("tbody tr")!.Texts("th, td").Should().Equal("train", "0", "4", "[3, 5]");
    }

    [Fact]
    public async Task Lines_are_named_at_their_ends_as_far_as_there_is_room()
    {
        var series = new Series
        {
            Title = "Hidden texts",
            HorizontalAxis = "iteration",
            VerticalAxis = "mean",
            Lines = [new SeriesLine("effectiveSampleSize", [new SeriesPoint(0, 1), new SeriesPoint(1, 4)]), new SeriesLine("effectiveSampleSizes", [new SeriesPoint(0, 1), new SeriesPoint(1, 2)])],
        };

        (await Pages.FindingAsync(series)).Texts(".labels text").Should().Equal("effectiveSampleSize", "effectiveSampleSiz…");
    }

    [Fact]
    public async Task A_matrix_tells_similar_from_opposite()
    {
        var matrix = new Matrix { Title = "Similarity", RowNames = ["a", "b"], ColumnNames = ["c", "d"], Values = [[1, -0.5], [0, double.NaN]] };

        var finding = await Pages.FindingAsync(matrix);

        finding.QuerySelectorAll(".heat rect").Select(cell => $"{cell.ClassName} {cell.GetAttribute("fill-opacity")}").Should().Equal("cell above 1", "cell below 0.53", "cell above 0.06", "cell none 0.06");
        finding.Texts(".heat title").Should().Equal("a, c: 1", "a, d: −0.5", "b, c: 0", "b, d: NaN");
        finding.Texts(".heat > text").Should().Equal("c", "d", "a", "b");
        finding.Texts(".legend li").Should().Equal("−0.5", "−0.25", "0", "0.5", "1");
    }

    [Fact]
    public async Task A_tree_shows_the_way_that_was_chosen()
    {
        var tree = new Tree { Title = "Prompts", Roots = [new TreeNode("first", -1.25, true, [new TreeNode("worse", -2, false, []), new TreeNode("better", -0.5, true, [])])] };

        var finding = await Pages.FindingAsync(tree);

        finding.Texts("li .node").Should().Equal("first", "worse", "better");
        finding.QuerySelectorAll("li").Select(line => line.ClassName).Should().Equal("level1 chosen", "level2", "level2 chosen");
        finding.QuerySelectorAll("li")[2].TextContent.Should().Contain("Level 2.").And.Contain("−0.5").And.Contain("chosen");
    }

    [Fact]
    public async Task A_change_shows_what_was_removed_and_added_and_which_words()
    {
        var difference = new TextDifference { Title = "Change", Subject = "a.py", Before = "one\ntwo\nprice = base * 2\nend\n", After = "one\ntwo\nprice = base * 3\nend\nmore\n" };

        var finding = await Pages.FindingAsync(difference);

        finding.Texts("tbody tr.removed td:last-child").Should().Equal("price = base * 2");
        finding.Texts("tbody tr.added td:last-child").Should().Equal("price = base * 3", "more");
        finding.Texts("mark").Should().Equal("2", "3");
        finding.Texts("tbody tr.added td:first-child").Should().OnlyContain(sign => sign == "added+");
        finding.QuerySelector(".facts")!.TextContent.Should().Contain("a.py").And.Contain("+2").And.Contain("−1");
    }

    [Fact]
    public async Task A_transcript_folds_what_is_long()
    {
        var transcript = new Transcript { Title = "Talk", Entries = [new TranscriptEntry("pdb", "stopped", "pdb {\"command\":\"c\"}"), new TranscriptEntry("eval", string.Join('\n', Enumerable.Range(1, 30)), Failed: true)] };

        var finding = await Pages.FindingAsync(transcript);

        finding.Texts(".speaker").Should().Equal("pdb", "eval");
        finding.QuerySelectorAll("li")[0].QuerySelectorAll("details").Should().BeEmpty();
        finding.QuerySelectorAll("li")[1].TextContent.Should().Contain("✗ failed");
        finding.QuerySelector("details summary")!.TextContent.Should().Contain("30 lines");
        finding.QuerySelector("details pre")!.TextContent.Should().EndWith("29\n30");
    }

    [Fact]
    public async Task Findings_without_anything_in_them_say_so()
    {
        Finding[] empty =
        [
            new Table { Title = "a", Columns = [], Rows = [] },
            new Comparison { Title = "b", Axis = "x", Measures = [], Rows = [] },
            new Series { Title = "c", HorizontalAxis = "x", VerticalAxis = "y", Lines = [new SeriesLine("l", [])] },
            new Series { Title = "c", HorizontalAxis = "x", VerticalAxis = "y", Lines = [new SeriesLine("l", [new SeriesPoint(double.NaN, double.NaN)])] },
            new Matrix { Title = "d", RowNames = [], ColumnNames = [], Values = [] },
            new Tree { Title = "e", Roots = [] },
            new TextDifference { Title = "f", Subject = "s", Before = "", After = "" },
            new TextDifference { Title = "f", Subject = "s", Before = "same", After = "same" },
            new Transcript { Title = "g", Entries = [] },
        ];

        var page = await Pages.ReadAsync(empty);

        page.QuerySelectorAll(".finding").Should().HaveCount(9).And.OnlyContain(finding => finding.QuerySelector(".note") != null);
        page.DocumentElement.TextContent.Should().NotContain("cannot be shown");
    }

    [Fact]
    public async Task Numbers_that_are_none_have_a_name_and_no_place()
    {
        double[] odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, -0.0, 1e-300];
        Finding[] findings =
        [
            new Table { Title = "a", Columns = ["n"], Rows = [.. odd.Select(number => new JsonNode?[] { JsonValue.Create(number) })] },
            new Comparison { Title = "b", Axis = "x", Measures = ["m"], Rows = [.. odd.Select(number => new ComparisonRow("r", [new Estimate(number, number, number)]))] },
            new Series { Title = "c", HorizontalAxis = "x", VerticalAxis = "y", Lines = [new SeriesLine("l", [.. odd.Select(number => new SeriesPoint(number, number, number, number))])] },
            new Matrix { Title = "d", RowNames = [.. odd.Select(_ => "r")], ColumnNames = ["c"], Values = [.. odd.Select(number => new[] { number })] },
            new Tree { Title = "e", Roots = [.. odd.Select(number => new TreeNode("n", number, false, []))] },
        ];

        var page = await Pages.ReadAsync(findings);

        page.Texts(".finding td").Take(6).Should().Equal("NaN", "∞", "−∞", "1.798e+308", "−1.798e+308", "4.941e-324");
        page.All.SelectMany(element => element.Attributes).Where(attribute => attribute.Name is "x" or "y" or "x1" or "x2" or "y1" or "y2" or "d" or "fill-opacity")
            .Should().OnlyContain(attribute => !attribute.Value.Contains('N', StringComparison.Ordinal) && !attribute.Value.Contains('∞', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_finding_that_does_not_fit_together_does_not_take_the_others_with_it()
    {
        var page = await Pages.ReadAsync(
            new Matrix { Title = "Holes", RowNames = ["a", "b"], ColumnNames = ["c"], Values = [[1]] },
            new Comparison { Title = "Lost", Axis = "x", Measures = ["m"], Rows = [null!] },
            new Table { Title = "Sound", Columns = ["n"], Rows = [[1, 2, 3]] });

        page.Texts("h3").Should().Equal("Holes", "Lost", "Sound");
        page.QuerySelectorAll(".finding")[1].TextContent.Should().Contain("cannot be shown").And.Contain("summary.json");
        page.QuerySelectorAll(".finding")[0].Texts(".heat title").Should().Equal("a, c: 1", "b, c: NaN");
        page.QuerySelectorAll(".finding")[2].Texts("tbody td").Should().Equal("1");
    }

    private static double Percent(string? place) => double.Parse(place!.TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture);
}
