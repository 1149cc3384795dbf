using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Loading;

/// <summary>
/// How checked options say what plain JSON cannot: objects with a single key that begins with a dollar sign,
/// which no pipeline can write itself.
/// </summary>
internal static class OptionMarkers
{
    private const string Step = "$step";
    private const string Property = "$property";
    private const string InputPath = "$path";
    private const string Text = "$text";
    private const string Input = "$input";

    /// <summary>The whole output of a step.</summary>
    public static JsonObject ForStep(string step) => new() { [Step] = step };

    /// <summary>A property of a step's output.</summary>
    public static JsonObject ForProperty(string step, string property) => new() { [Property] = new JsonArray(step, property) };

    /// <summary>A file or folder that the step reads; its place and its content count.</summary>
    public static JsonObject ForPath(string absolute) => new() { [InputPath] = absolute };

    /// <summary>Text with properties of outputs inside.</summary>
    public static JsonObject ForText(IEnumerable<JsonNode> segments) => new() { [Text] = new JsonArray([.. segments]) };

    /// <summary>A file or folder, or a list of them, that an earlier step names.</summary>
    public static JsonObject ForInput(JsonNode marker, string written, SourceLocation place) => new()
    {
        [Input] = new JsonObject
        {
            ["value"] = marker, ["written"] = written, ["file"] = place.File, ["line"] = place.Line, ["column"] = place.Column, ["key"] = place.KeyPath,
        },
    };

    public static string? StepOf(JsonNode? node) => Single(node, Step)?.GetValue<string>();

    public static (string Step, string Property)? PropertyOf(JsonNode? node) =>
        Single(node, Property) is JsonArray pair ? (pair[0]!.GetValue<string>(), pair[1]!.GetValue<string>()) : null;

    public static string? PathOf(JsonNode? node) => Single(node, InputPath)?.GetValue<string>();

    public static JsonArray? TextOf(JsonNode? node) => Single(node, Text) as JsonArray;

    public static (JsonNode Value, string Written, SourceLocation Place)? InputOf(JsonNode? node) => Single(node, Input) is not JsonObject input ? null :
    (
        input["value"]!, input["written"]!.GetValue<string>(),
        new SourceLocation(input["file"]!.GetValue<string>(), input["line"]!.GetValue<int>(), input["column"]!.GetValue<int>(), input["key"]?.GetValue<string>()));

    /// <summary>The steps whose outputs stand in some options.</summary>
    public static IEnumerable<string> StepsIn(JsonNode? node) =>
        StepOf(node) is { } step ? [step]
        : PropertyOf(node) is var (owner, _) ? [owner]
        : node switch
        {
            JsonObject map => map.SelectMany(pair => StepsIn(pair.Value)),
            JsonArray list => list.SelectMany(StepsIn),
            _ => [],
        };

    /// <summary>Options as a person would write them in a pipeline, with paths in full.</summary>
    public static JsonNode? AsWritten(JsonNode? node) =>
        PathOf(node) is { } path ? path
        : StepOf(node) is { } step ? $"${{{step}}}"
        : PropertyOf(node) is var (owner, property) ? $"${{{owner}.{property}}}"
        : InputOf(node) is var (_, written, _) ? written
        : TextOf(node) is { } segments ? string.Concat(segments.Select(segment => AsWritten(segment)?.ToString()))
        : node switch
        {
            JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, AsWritten(pair.Value)))),
            JsonArray list => new JsonArray([.. list.Select(AsWritten)]),
            _ => node?.DeepClone(),
        };

    private static JsonNode? Single(JsonNode? node, string key) => node is JsonObject { Count: 1 } marked && marked.TryGetPropertyValue(key, out var value) ? value : null;
}
