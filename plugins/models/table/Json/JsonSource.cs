using System.Text;
using System.Text.Json;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Models.Table.Json;

/// <summary>A JSON text whose values and faults have lines and columns.</summary>
internal sealed class JsonSource(string file, byte[] content)
{
    private static readonly JsonReaderOptions Strict = new() { CommentHandling = JsonCommentHandling.Disallow, MaxDepth = 16 };

    /// <summary>Reads the whole text.</summary>
    /// <exception cref="TesseraException">TESS6002: the text is not JSON.</exception>
    public JsonItem Read()
    {
        var reader = new Utf8JsonReader(content.AsSpan(), Strict);
        try
        {
            reader.Read();
            var item = ReadItem(ref reader);
            reader.Read();
            return item;
        }
        catch (JsonException malformed)
        {
            var place = new SourceLocation(file, (int)(malformed.LineNumber ?? 0) + 1, (int)(malformed.BytePositionInLine ?? 0) + 1);
            throw Malformed(place, malformed.Message.Split(" LineNumber:")[0], malformed);
        }
        catch (InvalidOperationException notText)
        {
            throw Malformed(Place((int)reader.TokenStartIndex), "A text holds bytes that are no characters.", notText);
        }
    }

    /// <summary>The line and column of a byte.</summary>
    public SourceLocation Place(int offset, string? keyPath = null)
    {
        var before = content.AsSpan(0, Math.Min(offset, content.Length));
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new SourceLocation(file, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1, keyPath);
    }

    private static TesseraException Malformed(SourceLocation place, string reason, Exception cause) =>
        new(Diagnostic.Error("TESS6002", $"The table is not JSON: {reason}", place, "Mend the file at this place."), cause);

    private static JsonItem ReadItem(ref Utf8JsonReader reader)
    {
        var offset = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<JsonMember>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var (name, nameOffset) = (reader.GetString()!, (int)reader.TokenStartIndex);
                    reader.Read();
                    members.Add(new JsonMember(name, nameOffset, ReadItem(ref reader)));
                }

                return new JsonItem(JsonItemKind.Object, offset) { Members = members };
            case JsonTokenType.StartArray:
                var elements = new List<JsonItem>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) elements.Add(ReadItem(ref reader));
                return new JsonItem(JsonItemKind.Array, offset) { Elements = elements };
            case JsonTokenType.String:
                return new JsonItem(JsonItemKind.Text, offset) { Text = reader.GetString()! };
            case JsonTokenType.Number:
                return new JsonItem(JsonItemKind.Number, offset) { Number = reader.TryGetDouble(out var number) ? number : double.NaN };
            default:
                return new JsonItem(JsonItemKind.Other, offset);
        }
    }
}
