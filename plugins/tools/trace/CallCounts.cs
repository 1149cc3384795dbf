using System.Text.Json.Nodes;

namespace Tessera.Tools.Trace;

/// <summary>How often each program called each function when it was last traced, so that a program that does not do the same each time is told of.</summary>
internal sealed class CallCounts
{
    private readonly Dictionary<(string Program, string Function), int> _counts = [];

    /// <summary>Takes note of a run that came to its end, and adds to its report what differs from the one before.</summary>
    /// <param name="program">The command line.</param>
    /// <param name="report">What the driver saw.</param>
    public void Compare(string program, JsonObject report)
    {
        foreach (var function in report["functions"]!.AsArray().Select(function => function!.AsObject()))
        {
            var key = (program, (string)function["function"]!);
            var calls = (int)function["calls"]!;
            if (_counts.TryGetValue(key, out var before) && before != calls) function["callsBefore"] = before;
            _counts[key] = calls;
        }
    }

    /// <summary>Forgets all counts: the program is another one now.</summary>
    public void Clear() => _counts.Clear();
}
