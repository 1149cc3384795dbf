using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tessera.Cli.Tests.Agents;

/// <summary>A trajectory as a program reads it. That each line is whole JSON is checked with that.</summary>
/// <param name="file">The file.</param>
internal sealed partial class Trajectory(string file)
{
    public string File => file;

    public IReadOnlyList<JsonObject> Lines { get; } = [.. System.IO.File.ReadLines(file).Select(line => JsonNode.Parse(line)!.AsObject())];

    public IEnumerable<JsonObject> Steps => Of("step");

    public IEnumerable<JsonObject> Chats => Of("chat");

    /// <summary>The lines without what no two runs have in common: durations and the project's place.</summary>
    public IReadOnlyList<string> Comparable
    {
        get
        {
            var root = Lines[0]["root"]!.GetValue<string>();
            return [.. Lines.Select(line =>
            {
                var copy = line.DeepClone().AsObject();
                copy.Remove("milliseconds");
                return Duration().Replace(copy.ToJsonString().Replace(root, "ROOT", StringComparison.Ordinal), "~");
            })];
        }
    }

    public static string Kind(JsonObject line) => line["kind"]!.GetValue<string>();

    private IEnumerable<JsonObject> Of(string kind) => Lines.Where(line => Kind(line) == kind);

    [GeneratedRegex(@"\b\d+\.\d+ ?s\b")]
    private static partial Regex Duration();
}
