using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tessera.Reports.Text;

/// <summary>Options in the notation of pipelines.</summary>
internal static class OptionsText
{
    private const int Deepest = 40;

    public static string Of(JsonNode options)
    {
        var text = new StringBuilder();
        Write(text, options, 0);
        return text.ToString().Trim('\n');
    }

    private static void Write(StringBuilder text, JsonNode? node, int depth)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } map when depth < Deepest:
                foreach (var (key, value) in map)
                {
                    Line(text, depth).Append(key).Append(':');
                    Write(text, value, depth + 1);
                }

                break;
            case JsonArray { Count: > 0 } list when depth < Deepest && list.Any(item => item is JsonObject or JsonArray):
                foreach (var item in list)
                {
                    var start = Line(text, depth).Append('-').Length;
                    Write(text, item, depth + 1);
                    // The first line of what stands in an entry stands beside its dash.
                    if (text[start] == '\n') text.Remove(start, 1 + 2 * (depth + 1)).Insert(start, ' ');
                }

                break;
            case JsonArray list: text.Append(" [").AppendJoin(", ", list.Select(Scalar)).Append(']'); break;
            default: text.Append(' ').Append(Scalar(node)); break;
        }
    }

    private static StringBuilder Line(StringBuilder text, int depth) => text.Append('\n').Append(' ', 2 * depth);

    private static string Scalar(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String && IsPlain(value.GetValue<string>()) ? value.GetValue<string>() : Cells.Line(node);

    // What could be read as something else, or not at all, stands in quotation marks.
    private static bool IsPlain(string text) =>
        text.Length > 0 && text.All(letter => letter is not ('\n' or '\r' or '\t' or '"' or '#' or ',' or '[' or ']' or '\\')) && text == text.Trim() && !text.Contains(": ", StringComparison.Ordinal)
        && !double.TryParse(text, CultureInfo.InvariantCulture, out _) && text is not ("true" or "false" or "null");
}
