using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;
using Tessera.Tools.Pdb.Breakpoints;
using Tessera.Tools.Pdb.Protocol;

namespace Tessera.Tools.Pdb.Answers;

/// <summary>Writes what came of a command, as text and as data.</summary>
/// <param name="workspace">Names the files.</param>
/// <param name="breakpoints">The breakpoints as they are now.</param>
/// <param name="options">The tool's options.</param>
internal sealed class PdbAnswer(IWorkspace workspace, BreakpointList breakpoints, PdbOptions options)
{
    /// <summary>Writes an observation.</summary>
    /// <param name="exchange">What came of the command.</param>
    /// <param name="notes">What happened before, in sentences.</param>
    /// <param name="showsSource">Whether to show the source around the place even where the program has not moved.</param>
    public Observation Write(Exchange exchange, IEnumerable<string> notes, bool showsSource)
    {
        var report = exchange.Report;
        var parts = notes.Concat(report?.Notes ?? []).ToList();
        if (parts.Count > 0) parts = [string.Join('\n', parts)];
        if (exchange.ProgramOutput.Length > 0) parts.Add($"Program output:\n{exchange.ProgramOutput.TrimEnd('\n')}");
        if (report?.Output.TrimEnd('\n') is { Length: > 0 } said) parts.Add($"Pdb command output:\n{said}");
        if (exchange.End is not null) parts.Add(EndSentence.Write(exchange));
        else AddPlace(parts, exchange, showsSource);
        return new Observation(string.Join("\n\n", parts), HasFailed(exchange), Describe(exchange));
    }

    private void AddPlace(List<string> parts, Exchange exchange, bool showsSource)
    {
        var stop = exchange.Report!.Stop;
        if (StopSentence.Write(exchange, options.TimeoutSeconds) is { } sentence) parts.Add(sentence);
        if (stop.File is null) return;
        parts.Add(FormattableString.Invariant($"Current frame:\n{FilePlace.Show(workspace, stop.File)}:{stop.Line} in {stop.Function}{Who(stop)}"));
        if ((stop.Moved || showsSource) && stop.Source is { Count: > 0 })
            parts.Add($"Context around the current frame:\n{SourceContext.Write(stop, breakpoints.Items).TrimEnd('\n')}");
    }

    private static string Who(DriverStop stop)
    {
        var who = new List<string>();
        if (stop.Thread is not null) who.Add($"thread {stop.Thread}");
        if (stop.Process is not null) who.Add(FormattableString.Invariant($"child process {stop.Process}"));
        return who.Count == 0 ? "" : $" ({string.Join(", ", who)})";
    }

    private static bool HasFailed(Exchange exchange) => exchange switch
    {
        { TimedOut: true } or { IsStart: true, Report: null } => true,
        { Report: { } report } => report.Failed || report.Stop.Reason == "failed",
        _ => false,
    };

    private JsonObject Describe(Exchange exchange)
    {
        var stop = exchange.Report?.Stop;
        return new JsonObject
        {
            ["reason"] = exchange.TimedOut && exchange.End is not null ? "killed" : stop?.Reason ?? "died",
            ["timedOut"] = exchange.TimedOut,
            ["exitCode"] = exchange.End?.ExitCode,
            ["file"] = stop?.File is { } file ? FilePlace.Show(workspace, file) : null,
            ["line"] = stop?.Line,
            ["function"] = stop?.Function,
            ["breakpoint"] = stop?.Breakpoint,
            ["thread"] = stop?.Thread,
            ["process"] = stop?.Process,
            ["exception"] = stop?.Exception,
            ["output"] = exchange.Report?.Output ?? "",
            ["programOutput"] = exchange.ProgramOutput,
            ["breakpoints"] = DescribeBreakpoints(),
        };
    }

    private JsonArray DescribeBreakpoints() => new([.. breakpoints.Items.Select(item => new JsonObject
    {
        ["number"] = item.Number,
        ["file"] = FilePlace.Show(workspace, item.File),
        ["line"] = item.Line,
        ["condition"] = item.Condition,
        ["enabled"] = item.Enabled,
        ["temporary"] = item.Temporary,
        ["ignore"] = item.Ignore,
        ["hits"] = item.Hits,
        ["commands"] = new JsonArray([.. item.Commands.Select(command => (JsonNode)command)]),
    })]);
}
