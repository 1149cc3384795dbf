using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Yaml;

/// <summary>A scalar. Unquoted scalars are null, truth values or numbers by YAML's core schema; the rest is text.</summary>
internal sealed record YamlScalar(string Text, bool Quoted, SourceLocation Place) : YamlNode(Place)
{
    public override string Shown => Text.Length <= 60 ? $"'{Text}'" : $"'{Text[..57]}...'";

    public bool IsNull => !Quoted && Text is ("" or "~" or "null" or "Null" or "NULL");

    public bool? AsBoolean => Quoted ? null : Text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    public long? AsInteger =>
        !Quoted && long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;

    public double? AsNumber =>
        !Quoted && Text.Length > 0 && (char.IsAsciiDigit(Text[^1]) || Text[^1] == '.')
        && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>The scalar as JSON, by YAML's core schema.</summary>
    public JsonNode? ToJson() =>
        IsNull ? null
        : AsBoolean is { } truth ? JsonValue.Create(truth)
        : AsInteger is { } whole ? JsonValue.Create(whole)
        : AsNumber is { } number ? JsonValue.Create(number)
        : JsonValue.Create(Text);
}
