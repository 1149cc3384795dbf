using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tessera.Sdk.Testing.Repetition;

/// <summary>What came of work as text, to the last bit of every number.</summary>
internal static class ComparableText
{
    private static readonly JsonSerializerOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static string Of<TValue>(TValue value) => JsonSerializer.Serialize(value, _options);
}
