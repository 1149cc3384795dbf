using System.Text.Json;
using Tessera.Sdk.Schemas;

namespace Tessera.Hosting.Manifests;

/// <summary>Whether a schema in a manifest has the form that the build writes, so that nobody who reads it later need ask.</summary>
internal static class SchemaShape
{
    /// <summary>Looks for the first keyword of the wrong form.</summary>
    /// <param name="schema">The schema; its depth is bounded by whoever parsed it.</param>
    /// <returns>The keyword; null when all are right.</returns>
    public static string? FaultIn(JsonElement schema)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            if (keyword.NameEquals("properties"))
            {
                if (keyword.Value.ValueKind != JsonValueKind.Object) return keyword.Name;
                foreach (var property in keyword.Value.EnumerateObject())
                {
                    if (property.Value.ValueKind != JsonValueKind.Object) return property.Name;
                    if (FaultIn(property.Value) is { } fault) return fault;
                }
            }
            else if (keyword.Value.ValueKind == JsonValueKind.Object && (keyword.NameEquals("items") || keyword.NameEquals("additionalProperties")))
            {
                if (FaultIn(keyword.Value) is { } fault) return fault;
            }
            else if (!HasForm(keyword))
            {
                return keyword.Name;
            }
        }

        return null;
    }

    private static bool HasForm(JsonProperty keyword) => keyword.Name switch
    {
        "type" => keyword.Value.ValueKind == JsonValueKind.String || (IsTexts(keyword.Value) && keyword.Value.GetArrayLength() > 0),
        "required" or "enum" => IsTexts(keyword.Value),
        "description" or "format" or JsonSchema.PartKeyword or JsonSchema.ValueKeyword => keyword.Value.ValueKind == JsonValueKind.String,
        "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" => keyword.Value.ValueKind == JsonValueKind.Number,
        "minItems" or "minLength" => keyword.Value.ValueKind == JsonValueKind.Number && keyword.Value.TryGetInt32(out _),
        "items" => false,
        "additionalProperties" => keyword.Value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => true,
    };

    private static bool IsTexts(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array) return false;
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String) return false;
        }

        return true;
    }
}
