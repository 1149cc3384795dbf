using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.Replay;

/// <summary>Reads recorded calls.</summary>
internal static class Recording
{
    /// <summary>Reads all calls of a file, or says everything that is wrong with it.</summary>
    /// <exception cref="TesseraException">TESS4301: the file cannot be read. TESS4302: lines that are no calls.</exception>
    public static async Task<IReadOnlyList<ToolCall>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var calls = new List<ToolCall>();
        var faults = new List<Diagnostic>();
        var number = 0;
        foreach (var line in await ReadLinesAsync(file, cancellationToken).ConfigureAwait(false))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                calls.Add(Parse(line, calls.Count + 1));
            }
            catch (Exception unfit) when (unfit is JsonException or FormatException or ArgumentException)
            {
                faults.Add(Diagnostic.Error(
                    "TESS4302", $"This line is no recorded call: {unfit.Message}", new SourceLocation(file, number), """Write one call a line: {"tool": "view", "arguments": {"path": "main.py"}}."""));
            }
        }

        return faults.Count == 0 ? calls : throw new TesseraException(faults);
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

    private static ToolCall Parse(string line, int number)
    {
        if (JsonNode.Parse(line) is not JsonObject call) throw new FormatException("it is JSON, but not an object.");
        if (call["tool"] is not JsonValue value || !value.TryGetValue<string>(out var tool) || tool.Length == 0) throw new FormatException("'tool' is missing or not the name of a tool.");
        var arguments = call["arguments"] switch
        {
            null => [],
            JsonObject given => (JsonObject)given.DeepClone(),
            _ => throw new FormatException("'arguments' is not an object."),
        };
        return new ToolCall(number.ToString(CultureInfo.InvariantCulture), tool, arguments);
    }
}
