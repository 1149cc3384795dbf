using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tessera.Cli.Output;

/// <summary>JSON as people read it in a terminal: letters of all languages as they are.</summary>
internal static class RelaxedJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
