namespace Tessera.Models.Table.Json;

/// <summary>A JSON value that knows where it stands.</summary>
/// <param name="Kind">What kind of value.</param>
/// <param name="Offset">Where it begins, in bytes.</param>
internal sealed record JsonItem(JsonItemKind Kind, int Offset)
{
    public string Text { get; init; } = "";

    public double Number { get; init; }

    public IReadOnlyList<JsonMember> Members { get; init; } = [];

    public IReadOnlyList<JsonItem> Elements { get; init; } = [];
}
