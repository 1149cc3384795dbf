using System.Text.Json;
using Tessera.Adapters.Models.Layers;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Models.Folders;

/// <summary><c>config.json</c> of a model, each value checked when it is asked for.</summary>
internal sealed class ModelConfig
{
    public const string FileName = "config.json";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private readonly JsonElement _json;
    private readonly string _path;

    private ModelConfig(string path, JsonElement json) => (_path, _json) = (path, json);

    /// <summary>The class that Hugging Face would run the model with.</summary>
    public string Architecture => _json.TryGetProperty("architectures", out var names) && names.ValueKind == JsonValueKind.Array && names.GetArrayLength() == 1 && names[0].ValueKind == JsonValueKind.String
        ? names[0].GetString()!
        : throw Unfit("'architectures' does not name one class");

    /// <exception cref="TesseraException">The file is missing or malformed (TESS5201).</exception>
    public static ModelConfig Read(string folder, string file = FileName)
    {
        var path = Path.Combine(folder, file);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), Options);
            return json.RootElement.ValueKind == JsonValueKind.Object ? new ModelConfig(path, json.RootElement.Clone()) : throw Unfit(path, "it is no JSON object");
        }
        catch (Exception malformed) when (malformed is JsonException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unfit(path, malformed.Message);
        }
    }

    /// <summary>Whether a value is there and is not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A whole number from 1 on.</summary>
    public int Size(string name, int? standard = null) =>
        Find(name) is not { } value ? standard ?? throw Unfit($"'{name}' is missing")
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var size) && size > 0 ? size
        : throw Unfit($"'{name}' is {value.GetRawText()}; a whole number from 1 on is needed");

    /// <summary>A positive number.</summary>
    public double Number(string name, double? standard = null) =>
        Find(name) is not { } value ? standard ?? throw Unfit($"'{name}' is missing")
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number > 0 && double.IsFinite(number) ? number
        : throw Unfit($"'{name}' is {value.GetRawText()}; a positive number is needed");

    /// <summary>A number above 0 and up to 1.</summary>
    public double Share(string name, double standard) => Number(name, standard) is <= 1 and var share ? share : throw Unfit($"'{name}' is above 1");

    public bool Flag(string name, bool standard) =>
        Find(name) is not { } value ? standard
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Unfit($"'{name}' is {value.GetRawText()}; true or false is needed");

    public string? Text(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Unfit($"'{name}' is {value.GetRawText()}; a text is needed");

    /// <summary>How a token is written: as text, or as the content of a description; null where it is missing.</summary>
    public string? TokenText(string name) => Find(name) is { ValueKind: JsonValueKind.Object } ? Section(name)!.Text("content") : Text(name);

    /// <summary>A group of values within the configuration; null where it is missing or null.</summary>
    public ModelConfig? Section(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new ModelConfig(_path, value)
        : throw Unfit($"'{name}' is {value.GetRawText()}; an object is needed");

    /// <summary>A token's id or several; empty where there is none.</summary>
    public IReadOnlyList<int> Tokens(string name) =>
        Find(name) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => Token(name, item))]
        : [Token(name, value)];

    /// <summary>The sizes of the attention.</summary>
    public AttentionShape Attention()
    {
        var (heads, hidden) = (Size("num_attention_heads"), Size("hidden_size"));
        var keyValueHeads = Size("num_key_value_heads", heads);
        if (heads % keyValueHeads != 0) throw Unfit($"{heads} heads cannot share {keyValueHeads} key-value heads evenly");
        if (!Has("head_dim") && hidden % heads != 0) throw Unfit($"'hidden_size' {hidden} is not a multiple of {heads} heads");
        var size = Size("head_dim", hidden / heads);
        return size % 2 == 0 ? new AttentionShape(heads, keyValueHeads, size) : throw Unfit($"heads of the odd width {size} cannot be turned by position");
    }

    /// <summary>Refuses a model that computes otherwise than we do.</summary>
    /// <exception cref="TesseraException">The value is another one (TESS5202).</exception>
    public void RefuseOtherThan(string name, string standard, params string[] known)
    {
        var value = Text(name) ?? standard;
        if (!known.Contains(value, StringComparer.Ordinal)) throw Unsupported($"'{name}' is '{value}'", $"Known are: {string.Join(", ", known)}.");
    }

    public TesseraException Unsupported(string what, string remedy) =>
        new(Diagnostic.Error("TESS5202", $"The model is of a kind that is not supported: {what}.", new SourceLocation(_path), remedy));

    public TesseraException Unfit(string reason) => Unfit(_path, reason);

    private static TesseraException Unfit(string path, string reason) => new(Diagnostic.Error(
        "TESS5201", $"This is not the configuration of a language model: {reason}.", new SourceLocation(path), "A model is a folder in the layout of Hugging Face, with config.json, weights in safetensors and a tokenizer."));

    private int Token(string name, JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var token) && token >= 0 ? token : throw Unfit($"'{name}' is no token's id");

    private JsonElement? Find(string name) => _json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
