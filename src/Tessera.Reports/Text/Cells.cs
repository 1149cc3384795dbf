using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Tessera.Reports.Text;

/// <summary>Cells of tables, and other JSON, as text.</summary>
internal static class Cells
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, NewLine = "\n", MaxDepth = 1000, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private static readonly JsonSerializerOptions OneLine = new(Indented) { WriteIndented = false };

    public static bool IsNumber(JsonNode? cell) => cell is JsonValue value && value.GetValueKind() == JsonValueKind.Number;

    public static string Text(JsonNode? cell) => cell switch
    {
        null => "–",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Shown.Text(value.GetValue<string>(), Bounds.CellCharacters),
        JsonValue value when value.TryGetValue<double>(out var number) && (number != Math.Truncate(number) || Math.Abs(number) >= 1e15) => Numbers.Show(number),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => Numbers.Minus(value.ToString()),
        _ => Shown.Text(Line(cell), Bounds.CellCharacters),
    };

    public static string Line(JsonNode? node) => node?.ToJsonString(OneLine) ?? "null";

    public static string Json(JsonNode? node) => node?.ToJsonString(Indented) ?? "null";

    public static string Plural(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
