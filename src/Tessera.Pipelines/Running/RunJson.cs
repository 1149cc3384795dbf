using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Tessera.Pipelines.Running;

/// <summary>How a run's files are written.</summary>
public static class RunJson
{
    /// <summary>Camel case, indented, numbers that are not numbers as text.</summary>
    public static JsonSerializerOptions Options { get; } = Create(indented: true);

    /// <summary>The same, and refuses null where there must be something.</summary>
    internal static JsonSerializerOptions Strict { get; } = new(Options) { RespectNullableAnnotations = true };

    /// <summary>The same on one line, for the journal.</summary>
    internal static JsonSerializerOptions Line { get; } = Create(indented: false);

    private static JsonSerializerOptions Create(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        // Findings may be deep: a tree of prompts has a level for each generation.
        MaxDepth = 1000,
        NewLine = "\n",
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };
}
