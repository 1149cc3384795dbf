using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Safetensors;

/// <summary>The header of a safetensors file: eight bytes of length, then JSON that says where each tensor lies.</summary>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    // The reference implementation's own bound.
    private const long MaxHeader = 100_000_000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    public static SafetensorsHeader Read(SafeFileHandle file, string path)
    {
        var length = RandomAccess.GetLength(file);
        Span<byte> prefix = stackalloc byte[8];
        if (length < 8 || RandomAccess.Read(file, prefix, 0) < 8) throw Unfit(path, "it is shorter than eight bytes");
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > MaxHeader || (long)headerLength > length - 8) throw Unfit(path, $"its header claims {headerLength} bytes");
        var bytes = new byte[headerLength];
        if (RandomAccess.Read(file, bytes, 8) < bytes.Length) throw Unfit(path, "it ends within its header");
        try
        {
            using var json = JsonDocument.Parse(bytes, Options);
            return Read(json.RootElement, path, 8 + (long)headerLength, length);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException)
        {
            throw Unfit(path, $"its header is malformed: {malformed.Message}");
        }
    }

    public static TesseraException Unfit(string path, string reason) => new(Diagnostic.Error(
        "TESS5002", $"This is not a well-formed safetensors file: {reason}.", new SourceLocation(path), "Fetch or write the file again."));

    private static SafetensorsHeader Read(JsonElement root, string path, long dataBegin, long length)
    {
        if (root.ValueKind != JsonValueKind.Object) throw Unfit(path, "its header is no JSON object");
        var entries = new List<SafetensorsEntry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in root.EnumerateObject())
        {
            if (member.NameEquals("__metadata__"))
            {
                foreach (var remark in member.Value.EnumerateObject()) metadata[remark.Name] = remark.Value.GetString() ?? "";
            }
            else
            {
                entries.Add(ReadEntry(member.Name, member.Value, path, dataBegin, length));
            }
        }

        RefuseOverlap(entries, path);
        return new SafetensorsHeader(entries, metadata);
    }

    private static SafetensorsEntry ReadEntry(string name, JsonElement value, string path, long dataBegin, long length)
    {
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out var dtype) || !value.TryGetProperty("shape", out var shape) || !value.TryGetProperty("data_offsets", out var offsets)
            || offsets.ValueKind != JsonValueKind.Array || offsets.GetArrayLength() != 2 || shape.ValueKind != JsonValueKind.Array)
            throw Unfit(path, $"the tensor '{name}' is not described by dtype, shape and data_offsets");
        var typeName = dtype.GetString() ?? throw Unfit(path, $"the tensor '{name}' has no type");
        var type = SafetensorsType.Find(typeName);
        var sizes = shape.EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (sizes.Length > 8 || sizes.Any(size => size < 0) || begin < 0 || end < begin || end > length - dataBegin)
            throw Unfit(path, $"the tensor '{name}' lies outside the file");
        try
        {
            // How much room a type needs that is not understood is its own affair; its tensors are refused when they are read.
            var bytes = sizes.Aggregate((long)(type?.Width ?? 0), (product, size) => checked(product * size));
            if (type is not null && bytes != end - begin) throw Unfit(path, $"the tensor '{name}' needs {bytes} bytes and has {end - begin}");
        }
        catch (OverflowException)
        {
            throw Unfit(path, $"the tensor '{name}' is larger than any file");
        }

        return new SafetensorsEntry(name, typeName, type?.Type, sizes, dataBegin + begin, dataBegin + end);
    }

    private static void RefuseOverlap(List<SafetensorsEntry> entries, string path)
    {
        var before = 0L;
        foreach (var entry in entries.Where(entry => entry.End > entry.Begin).OrderBy(entry => entry.Begin))
        {
            if (entry.Begin < before) throw Unfit(path, $"the tensor '{entry.Name}' overlaps another one");
            before = entry.End;
        }
    }
}
