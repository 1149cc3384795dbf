using System.Text.Json.Nodes;

namespace Tessera.Hosting.Manifests;

/// <summary>A schema as a manifest has it, read when it is first asked for: a listing needs none of them.</summary>
internal sealed class SchemaText(ReadOnlyMemory<byte> json)
{
    private JsonObject? _schema;

    /// <summary>The schema.</summary>
    public JsonObject Schema
    {
        get
        {
            if (_schema is null) Interlocked.CompareExchange(ref _schema, JsonNode.Parse(json.Span)!.AsObject(), null);
            return _schema;
        }
    }
}
