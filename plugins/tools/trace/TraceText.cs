using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Tessera.Tools.Trace;

/// <summary>What the driver saw, as text: for each function how often it was called and how it ended, then its calls line by line.</summary>
internal static class TraceText
{
    // The driver counts no further.
    private const int MostTurns = 300;

    public static string Write(JsonObject report)
    {
        var text = new StringBuilder();
        foreach (var function in report["functions"]!.AsArray()) WriteFunction(text, function!.AsObject());
        foreach (var probe in report["evaluated"]!.AsArray())
        {
            text.Append(probe!["text"]).Append(probe["value"] is { } value
                ? $" was {value}\n"
                : string.Create(CultureInfo.InvariantCulture, $" was not evaluated: the line was reached {Times((int)probe["hits"]!)}.\n"));
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void WriteFunction(StringBuilder text, JsonObject function)
    {
        var calls = (int)function["calls"]!;
        if (calls == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{function["function"]} was never called.\n{Difference(function)}\n");
            return;
        }

        var more = (bool)function["isMore"]! ? "at least " : "";
        text.Append(CultureInfo.InvariantCulture, $"{function["function"]} was called {more}{Times(calls)}: {function["returns"]} returned, {function["raises"]} raised. ");
        text.Append("Called from ").AppendJoin(", ", function["callers"]!.AsArray()).Append(".\n");
        text.Append(Difference(function));
        var frames = function["frames"]!.AsArray();
        if (frames.Count == 0) text.Append("None of its calls is one that was asked for.\n");
        text.Append('\n');
        foreach (var frame in frames) WriteFrame(text, frame!.AsObject());
    }

    private static string Difference(JsonObject function) => function["callsBefore"] is not { } before ? ""
        : string.Create(CultureInfo.InvariantCulture, $"The same program called it {Times((int)before)} when it was traced before, and no file was changed since: it does not do the same each time.\n");

    private static void WriteFrame(StringBuilder text, JsonObject frame)
    {
        text.Append(frame["id"]).Append(", called from ").Append(frame["caller"]).Append('\n');
        foreach (var (name, value) in frame["arguments"]!.AsObject()) text.Append("       ").Append(name).Append(" = ").Append(value).Append('\n');
        foreach (var step in frame["steps"]!.AsArray()) WriteStep(text, step!.AsObject());
        if (frame["leftOut"] is { } leftOut) text.Append(CultureInfo.InvariantCulture, $"       ... {leftOut} more lines ran{AtLeast((int)leftOut)}\n");
        text.Append(frame["raised"] is { } raised ? string.Create(CultureInfo.InvariantCulture, $"  raised {raised} at line {frame["at"]}")
            : frame["unfinished"] is { } line ? string.Create(CultureInfo.InvariantCulture, $"  had not ended; it was at line {line}")
            : $"  returned {frame["returned"]}").Append("\n\n");
    }

    private static void WriteStep(StringBuilder text, JsonObject step)
    {
        text.Append(CultureInfo.InvariantCulture, $"{(int)step["line"]!,5}  {step["source"]}");
        if (step["folded"] is { } folded) text.Append(CultureInfo.InvariantCulture, $"  ... {folded} times more{AtLeast((int)folded)}");
        text.Append('\n');
        if (step["values"]?.AsObject() is { } values)
        {
            var created = step["new"]?.AsArray().Select(name => name!.GetValue<string>()).ToHashSet(StringComparer.Ordinal) ?? [];
            foreach (var (name, value) in values) text.Append("         ").Append(name).Append(" = ").Append(value).Append(created.Contains(name) ? "  (new)\n" : "\n");
        }

        if (step["yielded"] is { } yielded) text.Append("         yielded ").Append(yielded).Append('\n');
        foreach (var (expression, value) in step["evaluated"]?.AsObject() ?? []) text.Append("         ").Append(expression).Append(": ").Append(value).Append('\n');
        if (step["calls"]?.AsArray() is { } calls) text.Append("         calls ").AppendJoin(", ", calls).Append('\n');
    }

    private static string AtLeast(int count) => count >= MostTurns ? ", at least" : "";

    private static string Times(int count) => count == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{count} times");
}
