using System.Text.Json;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Manifests;

/// <summary>Reads manifests, which may come from anyone: sizes, depth, names and paths are all bounded.</summary>
internal static class ManifestReader
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, CommentHandling = JsonCommentHandling.Disallow };

    public static PluginManifest Read(string path)
    {
        try
        {
            var json = ManifestText.Read(path, MaxBytes) ?? throw Unfit(path, $"it is larger than {MaxBytes / 1024 / 1024} MiB");
            using var document = JsonDocument.Parse(json, Options);
            ManifestText.RequireUnicode(json);
            ManifestText.RequireDistinctNames(document.RootElement);
            return Read(path, document.RootElement);
        }
        catch (JsonException malformed)
        {
            var location = new SourceLocation(path, (int)(malformed.LineNumber ?? 0) + 1, (int)(malformed.BytePositionInLine ?? 0) + 1);
            throw new TesseraException(Diagnostic.Error("TESS2001", "The plugin's manifest is not well-formed JSON.", location, "Build the plugin again; the build writes plugin.json."), malformed);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw new TesseraException(Diagnostic.Error("TESS2002", $"The plugin's manifest cannot be read: {unreadable.Message}", new SourceLocation(path), "Make the file readable, or install the plugin again."), unreadable);
        }
    }

    private static PluginManifest Read(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw Unfit(path, "it is not a JSON object");
        var entry = Text(path, root, "entry");
        if (entry.AsSpan().ContainsAny('/', '\\', '\0') || entry is "." or ".." || !entry.EndsWith(".dll", StringComparison.Ordinal))
            throw Unfit(path, "'entry' is not the plain name of a .dll file beside it");
        var version = Text(path, root, "version");
        if (!SemanticVersion.TryParse(version, out _)) throw Unfit(path, $"'version' is not a semantic version: '{Shorten(version)}'");
        var id = Text(path, root, "id");
        if (!IsName(id, dots: true)) throw Unfit(path, $"'id' is not lower-case words joined by dots or hyphens: '{Shorten(id)}'");
        var exports = new List<PartManifest>();
        foreach (var element in List(path, root, "exports")) exports.Add(ReadPart(path, element));
        return new PluginManifest
        {
            Id = id,
            Version = version,
            Name = OptionalText(path, root, "name") ?? id,
            Description = OptionalText(path, root, "description") ?? "",
            Entry = entry,
            Sdk = Text(path, root, "sdk"),
            Requires = Texts(path, root, "requires"),
            Exports = exports,
        };
    }

    private static PartManifest ReadPart(string path, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Unfit(path, "an entry of 'exports' is not an object");
        var (kind, name) = (Text(path, element, "kind"), Text(path, element, "name"));
        if (!IsName(kind, dots: false) || !IsName(name, dots: false))
            throw Unfit(path, $"'{Shorten(kind)}/{Shorten(name)}' does not name a part: both are lower-case words joined by hyphens");
        var options = Schema(path, element, "options");
        if (options is { } schema && !schema.TryGetProperty("properties", out _)) throw Unfit(path, $"the options of '{kind}/{name}' have no 'properties'");
        return new PartManifest(AsText(options))
        {
            Kind = kind,
            Name = name,
            Type = Text(path, element, "type"),
            Description = OptionalText(path, element, "description") ?? "",
            Output = Member(element, "output", JsonValueKind.Object, path) is { } output ? ReadOutput(path, output) : null,
            Deterministic = element.TryGetProperty("deterministic", out var value) && value.ValueKind == JsonValueKind.True,
        };
    }

    private static PartOutput ReadOutput(string path, JsonElement output) => new(
        Text(path, output, "type"),
        Texts(path, output, "implements"),
        AsText(Schema(path, output, "schema")));

    private static SchemaText? AsText(JsonElement? schema) => schema is { } described ? new SchemaText(described.GetRawText()) : null;

    private static JsonElement? Member(JsonElement parent, string name, JsonValueKind kind, string path) =>
        !parent.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null ? null
        : member.ValueKind == kind ? member
        : throw Unfit(path, $"'{name}' is not of the right type");

    private static JsonElement? Schema(string path, JsonElement parent, string name)
    {
        var schema = Member(parent, name, JsonValueKind.Object, path);
        return schema is { } described && SchemaShape.FaultIn(described) is { } fault
            ? throw Unfit(path, $"'{Shorten(fault)}' in a schema is not of the right type")
            : schema;
    }

    private static string Text(string path, JsonElement parent, string name) =>
        OptionalText(path, parent, name) is { Length: > 0 } text ? text : throw Unfit(path, $"'{name}' is missing");

    private static string? OptionalText(string path, JsonElement parent, string name) => Member(parent, name, JsonValueKind.String, path)?.GetString();

    private static JsonElement.ArrayEnumerator List(string path, JsonElement parent, string name) =>
        Member(parent, name, JsonValueKind.Array, path)?.EnumerateArray() ?? default;

    private static List<string> Texts(string path, JsonElement parent, string name)
    {
        var texts = new List<string>();
        foreach (var item in List(path, parent, name))
            texts.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Unfit(path, $"an entry of '{name}' is not text"));
        return texts;
    }

    private static bool IsName(string name, bool dots)
    {
        if (name.Length is 0 or > 128 || name[0] is '.' or '-' || name[^1] is '.' or '-') return false;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '.' ? !dots || name[i - 1] == '.' : !(char.IsAsciiLetterLower(name[i]) || char.IsAsciiDigit(name[i]) || name[i] == '-')) return false;
        }

        return true;
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private static TesseraException Unfit(string path, string reason) => new(Diagnostic.Error(
        "TESS2003", $"This is not the manifest of a plugin: {reason}.", new SourceLocation(path), "Build the plugin again; the build writes plugin.json."));
}
