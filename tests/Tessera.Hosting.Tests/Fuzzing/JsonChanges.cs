using System.Text;
using System.Text.Json;
using CsCheck;

namespace Tessera.Hosting.Tests.Fuzzing;

/// <summary>JSON that is well-formed, or nearly, and says what it must not: values, names and whole branches are swapped for others.</summary>
internal static class JsonChanges
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[0, 12].Select(text => JsonSerializer.Serialize(text)),
        Any("\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"../../etc.dll\"", "\"a\\/b.dll\"", "\"..\"", "\"9.9.9\"", "\"0.1\"", "\"1.0.0-\"", "\"object\"", "\"tensors\"", $"\"{new string('a', 5000)}\""));

    private static readonly Gen<string> Value = Gen.OneOf(
        Text,
        Gen.Double.Select(number => JsonSerializer.Serialize(double.IsFinite(number) ? number : 0)),
        Any(
            "null", "true", "false", "-0", "1e999", "99999999999999999999", "[]", "{}", "[7]", "[\"a\"]", "[null]", "{\"a\":7}", "{\"properties\":7}", "{\"type\":[]}",
            "{\"items\":{\"enum\":[{}]}}", "{\"a\":1,\"a\":2}", "{\"\\ud800\":1}", "", "7 7", "[[[[[[", new string('[', 70) + new string(']', 70), string.Concat(Enumerable.Repeat("{\"items\":", 80)) + "{}" + new string('}', 80)));

    /// <summary>Gives changed forms of a document.</summary>
    public static Gen<string> Of(string original) =>
        Gen.Select(Gen.Int[0, 100_000], Gen.OneOf(Value, Text)).Array[1, 3].Select(changes => changes.Aggregate(original, (text, change) => Replace(text, change.Item1, change.Item2)));

    private static Gen<string> Any(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static string Replace(string json, int which, string replacement)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var places = Places(bytes);
        if (places.Count == 0) return json;
        var (start, end) = places[which % places.Count];
        return Encoding.UTF8.GetString(bytes, 0, start) + replacement + Encoding.UTF8.GetString(bytes, end, bytes.Length - end);
    }

    // Every value and every name, as far as the document can be read.
    private static List<(int Start, int End)> Places(byte[] json)
    {
        var places = new List<(int, int)>();
        var open = new Stack<int>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) open.Push((int)reader.TokenStartIndex);
                else places.Add((reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray ? open.Pop() : (int)reader.TokenStartIndex, (int)(reader.TokenStartIndex + LengthOf(ref reader))));
            }
        }
        catch (JsonException)
        {
            // What was read so far is enough.
        }

        return places;
    }

    private static int LengthOf(ref Utf8JsonReader reader) =>
        reader.ValueSpan.Length + (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? 2 : 0);
}
