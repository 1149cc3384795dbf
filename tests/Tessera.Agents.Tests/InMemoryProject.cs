using System.Text.Json.Nodes;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Agents.Tests;

/// <summary>Files in memory with the tools that an agent has. What it is called is kept.</summary>
internal sealed class InMemoryProject(params string[] tools) : IAgentEnvironment
{
    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    public List<ToolCall> Calls { get; } = [];

    /// <summary>What tools other than <c>rewrite</c> answer.</summary>
    public Func<ToolCall, IReadOnlyList<Observation>> Answer { get; init; } = call => [Observation.Success($"{call.Tool} answered")];

    /// <summary>After how many calls the session ends.</summary>
    public int EndsAfter { get; init; } = int.MaxValue;

    public string Root { get; init; } = "/project";

    public IReadOnlyList<ToolDefinition> Tools { get; } = [.. tools.Select(Define)];

    public bool Ended => Calls.Count >= EndsAfter || Calls.Any(call => call.Tool == "submit");

    public Task<IReadOnlyList<Observation>> StepAsync(ToolCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Calls.Add(call);
        return Task.FromResult(call.Tool == "rewrite" && call.UnreadableArguments is null ? [Rewrite(call.Arguments)] : Answer(call));
    }

    public static ToolDefinition Define(string name) => new(name, $"Does {name}. It is a tool.", new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["note"] = new JsonObject { ["type"] = "string" },
            ["path"] = new JsonObject { ["type"] = "string" },
            ["mode"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("fast", "full", "slow") },
        },
        ["required"] = new JsonArray("path"),
    });

    // As tool/rewrite does: lines are replaced where the expected ones stand, and line endings stay as they are.
    private Observation Rewrite(JsonObject arguments)
    {
        var path = arguments["path"]!.GetValue<string>();
        var code = arguments["new_code"]!.GetValue<string>();
        var text = Files.GetValueOrDefault(path, "");
        var lines = TextContent.Lines(text).Select(line => line.TrimEnd('\r', '\n')).ToList();
        var start = arguments["start"]?.GetValue<int>() ?? 1;
        var count = arguments["start"] is null ? lines.Count : Math.Min(arguments["end"]?.GetValue<int>() ?? start, lines.Count) - start + 1;
        if (arguments["expected"] is { } expected && (start + count - 1 > lines.Count || !lines.Skip(start - 1).Take(count).SequenceEqual(Split(expected.GetValue<string>()))))
            return Observation.Failure("The expected text is not what stands there.");
        var ending = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        lines.RemoveRange(start - 1, count);
        lines.InsertRange(start - 1, Split(code));
        var open = text.Length > 0 ? !text.EndsWith('\n') : code.Length > 0 && !code.EndsWith('\n');
        Files[path] = string.Join(ending, lines) + (open || lines.Count == 0 ? "" : ending);
        return Observation.Success("rewritten");
    }

    private static string[] Split(string text) =>
        text.Length == 0 ? [] : [.. (text.EndsWith('\n') ? text[..^1] : text).Split('\n').Select(line => line.TrimEnd('\r'))];
}
