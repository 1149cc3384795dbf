using System.Text.Json;

namespace Tessera.Hosting.Manifests;

/// <summary>The names of an object's members as they are read: each may stand once.</summary>
internal readonly struct MemberNames()
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Goes on to the value of the next member.</summary>
    /// <param name="reader">The reader, at the start of the object or the end of the member before.</param>
    /// <returns>The member's name; null at the end of the object.</returns>
    /// <exception cref="JsonException">A name stands twice.</exception>
    public string? ReadNext(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject) return null;
        var name = reader.GetString()!;
        if (!_names.Add(name)) throw new JsonException("A name stands twice.");
        reader.Read();
        return name;
    }

    /// <summary>Goes on to the end of a value that nobody needs, where no object may name a member twice either.</summary>
    /// <exception cref="JsonException">A name stands twice.</exception>
    public static void Skip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) Skip(ref reader);
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            var members = new MemberNames();
            while (members.ReadNext(ref reader) is not null) Skip(ref reader);
        }
    }
}
