using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;
using Tessera.Sdk.Findings;
using FindingTable = Tessera.Sdk.Findings.Table;

namespace Tessera.Cli.Output;

/// <summary>A finding at a console: tables and comparisons. The others need a page.</summary>
internal static class FindingOutput
{
    public static void Write(string step, Finding finding)
    {
        switch (finding)
        {
            // A row that is longer than the headings is a slip of the step; what has a heading can be shown.
            case FindingTable table: Write(step, finding, table.Columns, table.Rows.Select(row => row.Take(table.Columns.Count).Select(Cell))); break;
            case Comparison comparison: Write(step, finding, ["", .. comparison.Measures], comparison.Rows.Select(row => RowOf(comparison, row))); break;
        }
    }

    private static void Write(string step, Finding finding, IReadOnlyList<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        var table = new Spectre.Console.Table().Border(TableBorder.Rounded).Title(Markup.Escape($"{step}: {finding.Title}"));
        foreach (var column in columns) table.AddColumn(Markup.Escape(column));
        foreach (var row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
        // Beside the table's frame, which would cut it to the table's width.
        if (finding is Comparison { Axis: { Length: > 0 } axis }) Console.WriteLine($"Measured: {Words.Harmless(axis)}.");
        if (finding.Caption.Length > 0) Console.WriteLine(Words.Harmless(finding.Caption));
    }

    private static IEnumerable<string> RowOf(Comparison comparison, ComparisonRow row) =>
        row.Estimates.Take(comparison.Measures.Count).Select(Cell).Prepend(row.Name == comparison.Baseline ? $"{row.Name} (baseline)" : row.Name);

    private static string Cell(Estimate? estimate) => estimate switch
    {
        null => "-",
        { Low: { } low, High: { } high } => $"{Number(estimate.Value)} [{Number(low)}, {Number(high)}]",
        _ => Number(estimate.Value),
    };

    private static string Cell(JsonNode? cell) => cell switch
    {
        null => "-",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && double.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out var number) && number != Math.Truncate(number) => Number(number),
        _ => cell.ToJsonString(),
    };

    private static string Number(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}
