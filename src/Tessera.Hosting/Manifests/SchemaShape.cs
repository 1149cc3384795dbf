using System.Text.Json;
using Tessera.Sdk.Schemas;

namespace Tessera.Hosting.Manifests;

/// <summary>Whether a schema in a manifest has the form that the build writes, so that nobody who reads it later need ask.</summary>
internal static class SchemaShape
{
    /// <summary>Looks for the first keyword of the wrong form.</summary>
    /// <param name="reader">The reader, at the start of the schema; where nothing is wrong, it goes on to its end.</param>
    /// <param name="hasProperties">Whether the schema has properties.</param>
    /// <returns>The keyword; null when all are right.</returns>
    public static string? FaultIn(ref Utf8JsonReader reader, out bool hasProperties)
    {
        hasProperties = false;
        var keywords = new MemberNames();
        while (keywords.ReadNext(ref reader) is { } keyword)
        {
            if (keyword == "properties")
            {
                hasProperties = true;
                if (reader.TokenType != JsonTokenType.StartObject) return keyword;
                if (FaultInProperties(ref reader) is { } fault) return fault;
            }
            else if (reader.TokenType == JsonTokenType.StartObject && keyword is ("items" or "additionalProperties"))
            {
                if (FaultIn(ref reader, out _) is { } fault) return fault;
            }
            else if (!HasForm(keyword, ref reader))
            {
                return keyword;
            }
        }

        return null;
    }

    private static string? FaultInProperties(ref Utf8JsonReader reader)
    {
        var properties = new MemberNames();
        while (properties.ReadNext(ref reader) is { } property)
        {
            if (reader.TokenType != JsonTokenType.StartObject) return property;
            if (FaultIn(ref reader, out _) is { } fault) return fault;
        }

        return null;
    }

    private static bool HasForm(string keyword, ref Utf8JsonReader reader)
    {
        switch (keyword)
        {
            case "type":
                return reader.TokenType == JsonTokenType.String || CountTexts(ref reader) > 0;
            case "required" or "enum":
                return CountTexts(ref reader) is not null;
            case "description" or "format" or JsonSchema.PartKeyword or JsonSchema.ValueKeyword:
                return reader.TokenType == JsonTokenType.String;
            case "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum":
                return reader.TokenType == JsonTokenType.Number;
            case "minItems" or "minLength":
                return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out _);
            case "items":
                return false;
            case "additionalProperties":
                return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
            default:
                MemberNames.Skip(ref reader);
                return true;
        }
    }

    // How many texts an array has; null for anything that is not an array of texts.
    private static int? CountTexts(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return null;
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String) return null;
            count++;
        }

        return count;
    }
}
