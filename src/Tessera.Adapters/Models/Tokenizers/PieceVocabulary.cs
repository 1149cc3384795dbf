using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tessera.Adapters.Models.Tokenizers;

/// <summary>The pieces of a <c>tokenizer.json</c> and how they merge.</summary>
internal sealed class PieceVocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<int, string> _names;
    private readonly int[]? _bytes;
    private readonly Dictionary<int, byte> _byteOf = [];
    private readonly int? _unknown;
    private readonly bool _fuseUnknown;

    public PieceVocabulary(JsonElement model)
    {
        _ids = model.GetProperty("vocab").EnumerateObject().ToDictionary(piece => piece.Name, piece => piece.Value.GetInt32(), StringComparer.Ordinal);
        _names = _ids.ToDictionary(piece => piece.Value, piece => piece.Key);
        Merges = new BytePairMerges(ReadMerges(model).Select((pair, rank) => (pair, rank)).DistinctBy(one => one.pair)
            .ToDictionary(one => (_ids[one.pair.Left], _ids[one.pair.Right]), one => (one.rank, _ids[one.pair.Left + one.pair.Right])));
        if (model.TryGetProperty("unk_token", out var unknown) && unknown.GetString() is { } name) _unknown = _ids[name];
        _fuseUnknown = model.TryGetProperty("fuse_unk", out var fuse) && fuse.GetBoolean();
        if (!model.TryGetProperty("byte_fallback", out var fallback) || !fallback.GetBoolean()) return;
        _bytes = [.. Enumerable.Range(0, 256).Select(value => _ids[string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>")])];
        for (var value = 0; value < 256; value++) _byteOf[_bytes[value]] = (byte)value;
    }

    public BytePairMerges Merges { get; }

    public string? NameOf(int id) => _names.GetValueOrDefault(id);

    public byte? ByteOf(int id) => _byteOf.TryGetValue(id, out var value) ? value : null;

    /// <summary>Merges as they are written: <c>"a b"</c>, or since 2024 <c>["a", "b"]</c>.</summary>
    public static IEnumerable<(string Left, string Right)> ReadMerges(JsonElement model) => model.GetProperty("merges").EnumerateArray().Select(merge =>
    {
        var parts = merge.ValueKind == JsonValueKind.Array ? [.. merge.EnumerateArray().Select(part => part.GetString()!)] : merge.GetString()!.Split(' ');
        return parts is [var left, var right] ? (left, right) : throw new FormatException($"the merge {merge.GetRawText()} is not one of two pieces");
    });

    /// <summary>Adds the piece of a character, its bytes, or the unknown piece, whichever is there first.</summary>
    public void Append(string character, List<int> pieces)
    {
        if (_ids.TryGetValue(character, out var id)) pieces.Add(id);
        else if (_bytes is not null) pieces.AddRange(Encoding.UTF8.GetBytes(character).Select(value => _bytes[value]));
        else if (_unknown is { } unknown && !(_fuseUnknown && pieces is [.., var last] && last == unknown)) pieces.Add(unknown);
    }
}
