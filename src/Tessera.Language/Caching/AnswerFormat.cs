using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tessera.Language.Caching;

/// <summary>How answers are written: numbers exactly, infinities by name, nothing that is not said.</summary>
internal static class AnswerFormat
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
