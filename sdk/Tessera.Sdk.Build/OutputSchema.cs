using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tessera.Sdk.Build;

/// <summary>The properties of a step's output that JSON holds, so that pipelines can refer to them and be checked.</summary>
internal static class OutputSchema
{
    public static JsonObject Describe(Type output, Func<PropertyInfo, string?> documentation)
    {
        var properties = new JsonObject();
        foreach (var property in output.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0))
        {
            var schema = TypeOf(property.PropertyType);
            if (documentation(property) is { } summary) schema["description"] = summary;
            properties[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = schema;
        }

        return new JsonObject { ["type"] = "object", ["properties"] = properties };
    }

    private static JsonObject TypeOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var name = type == typeof(string) || type.IsEnum ? "string"
            : type == typeof(bool) ? "boolean"
            : type == typeof(int) || type == typeof(long) || type == typeof(ulong) ? "integer"
            : type == typeof(double) || type == typeof(float) ? "number"
            : IsMap(type) ? "object"
            : typeof(System.Collections.IEnumerable).IsAssignableFrom(type) && !typeof(JsonNode).IsAssignableFrom(type) ? "array"
            : "object";
        return new JsonObject { ["type"] = name };
    }

    private static bool IsMap(Type type) => typeof(System.Collections.IDictionary).IsAssignableFrom(type) || type.GetInterfaces().Append(type).Any(
        contract => contract.IsGenericType && (contract.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) || contract.GetGenericTypeDefinition() == typeof(IDictionary<,>)));
}
