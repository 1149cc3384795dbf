using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.Replay;

/// <summary>Recorded calls.</summary>
/// <param name="Root">The project's folder when they were recorded; null where that was not recorded.</param>
/// <param name="Calls">The calls.</param>
internal sealed record Recording(string? Root, IReadOnlyList<RecordedCall> Calls)
{
    /// <summary>Reads all calls of a file, or says everything that is wrong with it.</summary>
    /// <remarks>Of a trajectory, the lines of other kinds than <c>step</c> are no calls; its first line names the project's folder.</remarks>
    /// <exception cref="TesseraException">TESS4301: the file cannot be read. TESS4302: lines that are no calls.</exception>
    public static async Task<Recording> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var calls = new List<RecordedCall>();
        string? root = null;
        var faults = new List<Diagnostic>();
        var number = 0;
        foreach (var line in await ReadLinesAsync(file, cancellationToken).ConfigureAwait(false))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                if (JsonNode.Parse(line) is not JsonObject told) throw new FormatException("it is JSON, but not an object.");
                if (Text(told["kind"]) is null or "step") calls.Add(Parse(told, calls.Count + 1, number));
                else root ??= Text(told["root"]);
            }
            catch (Exception unfit) when (unfit is JsonException or FormatException or ArgumentException)
            {
                faults.Add(Diagnostic.Error(
                    "TESS4302", $"This line is no recorded call: {unfit.Message}", new SourceLocation(file, number), """Write one call a line: {"tool": "view", "arguments": {"path": "main.py"}}."""));
            }
        }

        return faults.Count == 0 ? new Recording(root, calls) : throw new TesseraException(faults);
    }

    private static async Task<string[]> ReadLinesAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllLinesAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new TesseraException(Diagnostic.Error("TESS4301", $"The recording cannot be read: {refused.Message}", new SourceLocation(file), "Give the path of a readable file."), refused);
        }
    }

    private static RecordedCall Parse(JsonObject call, int number, int line)
    {
        if (call["tool"] is not JsonValue value || !value.TryGetValue<string>(out var tool) || tool.Length == 0) throw new FormatException("'tool' is missing or not the name of a tool.");
        var arguments = call["arguments"] switch
        {
            null => [],
            JsonObject given => (JsonObject)given.DeepClone(),
            _ => throw new FormatException("'arguments' is not an object."),
        };
        var unreadable = Text(call["unreadable"]);
        return new RecordedCall(new ToolCall(number.ToString(CultureInfo.InvariantCulture), tool, arguments) { UnreadableArguments = unreadable }, Observations(call["observations"]), line);
    }

    private static IReadOnlyList<string>? Observations(JsonNode? recorded) => recorded switch
    {
        null => null,
        JsonArray list => [.. list.Select(observation => Text((observation as JsonObject)?["text"]) ?? throw new FormatException("'observations' holds something else than objects with a 'text'."))],
        _ => throw new FormatException("'observations' is not a list."),
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
