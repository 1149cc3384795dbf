using System.Text.Json;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Manifests;

/// <summary>
/// Reads the JSON of a manifest from front to back, once: a listing reads the manifests of all plugins, and taking
/// members out of a parsed document costs each of them twice as much.
/// </summary>
internal ref struct ManifestParser(string path, byte[] json)
{
    private Utf8JsonReader _reader = new(json);

    /// <summary>Reads the manifest.</summary>
    /// <exception cref="JsonException">It is not well-formed JSON, or an object names a member twice.</exception>
    /// <exception cref="TesseraException">It is JSON of another form.</exception>
    public PluginManifest Parse()
    {
        _reader.Read();
        var manifest = _reader.TokenType == JsonTokenType.StartObject ? ReadPlugin() : null;
        if (manifest is null) MemberNames.Skip(ref _reader);
        // What follows the value is malformed.
        _reader.Read();
        return manifest ?? throw Unfit("it is not a JSON object");
    }

    private PluginManifest ReadPlugin()
    {
        string? id = null, version = null, name = null, description = null, entry = null, sdk = null;
        List<string> requires = [], capabilities = [];
        List<PartManifest> exports = [];
        var members = new MemberNames();
        while (members.ReadNext(ref _reader) is { } member)
        {
            switch (member)
            {
                case "id": id = Text(member); break;
                case "version": version = Text(member); break;
                case "name": name = Text(member); break;
                case "description": description = Text(member); break;
                case "entry": entry = Text(member); break;
                case "sdk": sdk = Text(member); break;
                case "requires": requires = Texts(member); break;
                case "capabilities": capabilities = Texts(member); break;
                case "exports": exports = Parts(member); break;
                default: MemberNames.Skip(ref _reader); break;
            }
        }

        Need(entry, "entry");
        if (entry.AsSpan().ContainsAny('/', '\\', '\0') || entry is "." or ".." || !entry!.EndsWith(".dll", StringComparison.Ordinal))
            throw Unfit("'entry' is not the plain name of a .dll file beside it");
        if (!SemanticVersion.TryParse(Need(version, "version"), out _)) throw Unfit($"'version' is not a semantic version: '{Shorten(version!)}'");
        if (!IsName(Need(id, "id"), dots: true)) throw Unfit($"'id' is not lower-case words joined by dots or hyphens: '{Shorten(id!)}'");
        foreach (var capability in capabilities)
        {
            if (!IsName(capability, dots: false)) throw Unfit($"'{Shorten(capability)}' does not name a capability: these are lower-case words joined by hyphens");
        }

        return new PluginManifest
        {
            Id = id!,
            Version = version!,
            Name = name ?? id!,
            Description = description ?? "",
            Entry = entry,
            Sdk = Need(sdk, "sdk"),
            Requires = requires,
            Capabilities = capabilities,
            Exports = exports,
        };
    }

    private List<PartManifest> Parts(string name)
    {
        var parts = new List<PartManifest>();
        if (!Starts(name, JsonTokenType.StartArray)) return parts;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            parts.Add(_reader.TokenType == JsonTokenType.StartObject ? ReadPart() : throw Unfit($"an entry of '{name}' is not an object"));
        return parts;
    }

    private PartManifest ReadPart()
    {
        string? kind = null, name = null, type = null, description = null;
        SchemaText? options = null;
        PartOutput? output = null;
        var deterministic = false;
        var members = new MemberNames();
        while (members.ReadNext(ref _reader) is { } member)
        {
            switch (member)
            {
                case "kind": kind = Text(member); break;
                case "name": name = Text(member); break;
                case "type": type = Text(member); break;
                case "description": description = Text(member); break;
                case "options": options = Schema(member, mustHaveProperties: true); break;
                case "output": output = Output(member); break;
                case "deterministic" when _reader.TokenType == JsonTokenType.True: deterministic = true; break;
                default: MemberNames.Skip(ref _reader); break;
            }
        }

        if (!IsName(Need(kind, "kind"), dots: false) || !IsName(Need(name, "name"), dots: false))
            throw Unfit($"'{Shorten(kind!)}/{Shorten(name!)}' does not name a part: both are lower-case words joined by hyphens");
        return new PartManifest(options)
        {
            Kind = kind!,
            Name = name!,
            Type = Need(type, "type"),
            Description = description ?? "",
            Output = output,
            Deterministic = deterministic,
        };
    }

    private PartOutput? Output(string name)
    {
        if (!Starts(name, JsonTokenType.StartObject)) return null;
        string? type = null;
        List<string> implements = [];
        SchemaText? schema = null;
        var members = new MemberNames();
        while (members.ReadNext(ref _reader) is { } member)
        {
            switch (member)
            {
                case "type": type = Text(member); break;
                case "implements": implements = Texts(member); break;
                case "schema": schema = Schema(member, mustHaveProperties: false); break;
                default: MemberNames.Skip(ref _reader); break;
            }
        }

        return new PartOutput(Need(type, "type"), implements, schema);
    }

    private SchemaText? Schema(string name, bool mustHaveProperties)
    {
        if (!Starts(name, JsonTokenType.StartObject)) return null;
        var start = (int)_reader.TokenStartIndex;
        if (SchemaShape.FaultIn(ref _reader, out var hasProperties) is { } fault) throw Unfit($"'{Shorten(fault)}' in a schema is not of the right type");
        if (mustHaveProperties && !hasProperties) throw Unfit($"the '{name}' of a part have no 'properties'");
        return new SchemaText(json.AsMemory(start, (int)_reader.BytesConsumed - start));
    }

    private List<string> Texts(string name)
    {
        var texts = new List<string>();
        if (!Starts(name, JsonTokenType.StartArray)) return texts;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            texts.Add(_reader.TokenType == JsonTokenType.String ? _reader.GetString()! : throw Unfit($"an entry of '{name}' is not text"));
        return texts;
    }

    private string? Text(string name) => Starts(name, JsonTokenType.String) ? _reader.GetString() : null;

    // A member that is null counts as missing.
    private readonly bool Starts(string name, JsonTokenType expected) =>
        _reader.TokenType == expected || (_reader.TokenType == JsonTokenType.Null ? false : throw Unfit($"'{name}' is not of the right type"));

    private readonly string Need(string? text, string name) => text is { Length: > 0 } ? text : throw Unfit($"'{name}' is missing");

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

    private readonly TesseraException Unfit(string reason) => ManifestReader.Unfit(path, reason);
}
