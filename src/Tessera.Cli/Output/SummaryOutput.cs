using System.Globalization;
using Spectre.Console;
using Tessera.Pipelines.Running;

namespace Tessera.Cli.Output;

/// <summary>What a person reads when a run has ended: what steps found, as far as it fits a table, and how each step went.</summary>
internal static class SummaryOutput
{
    private const int MostMetrics = 6;

    public static void Write(RunSummary summary, RunFolder folder)
    {
        foreach (var step in summary.Steps)
        {
            foreach (var finding in step.Findings) FindingOutput.Write(step.Name, finding);
        }

        var table = new Table().Border(TableBorder.Rounded).Title($"{Markup.Escape(summary.Pipeline)}: {Word(summary.Status)}");
        foreach (var column in new[] { "step", "part", "status", "seconds", "metrics" }) table.AddColumn(column);
        foreach (var step in summary.Steps)
            table.AddRow(
                Markup.Escape(step.Name), Markup.Escape(step.Uses), step.Reused ? "reused" : Word(step.Status),
                step.Seconds.ToString("0.0", CultureInfo.InvariantCulture), Markup.Escape(Metrics(step)));
        AnsiConsole.Write(table);
        foreach (var step in summary.Steps.Where(step => step.Status == StepStatus.Failed)) Console.WriteLine($"{step.Name} failed: {step.Error}");
        var withFiles = summary.Steps.Select(step => step.Name).Where(name => Directory.Exists(folder.FilesOf(name)) && Directory.EnumerateFileSystemEntries(folder.FilesOf(name)).Any()).ToList();
        if (withFiles.Count > 0) Console.WriteLine($"Files of {string.Join(", ", withFiles)}: {folder.FilesOf(withFiles.Count == 1 ? withFiles[0] : "NAME")}");
        Console.WriteLine($"Summary: {folder.SummaryFile}");
    }

    private static string Metrics(StepResult step)
    {
        var lines = step.Metrics.Take(MostMetrics).Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Key} {metric.Value:0.####}"));
        return string.Join('\n', step.Metrics.Count > MostMetrics ? lines.Append($"and {step.Metrics.Count - MostMetrics} more") : lines);
    }

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
