using System.Text.Json;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Models.Folders;

/// <summary>The weights of a model: one safetensors file, or several with an index.</summary>
internal sealed class WeightFiles : IDisposable
{
    private const string Single = "model.safetensors";
    private const string Index = "model.safetensors.index.json";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    private readonly Dictionary<string, SafetensorsFile> _files;
    private readonly Dictionary<string, string>? _places;
    private readonly string _folder;

    private WeightFiles(string folder, Dictionary<string, SafetensorsFile> files, Dictionary<string, string>? places) =>
        (_folder, _files, _places) = (folder, files, places);

    /// <exception cref="TesseraException">There are no weights, or their index is malformed (TESS5205), or a file is (TESS5001, TESS5002).</exception>
    public static WeightFiles Open(string folder)
    {
        if (File.Exists(Path.Combine(folder, Single))) return new WeightFiles(folder, new() { [Single] = SafetensorsFile.Open(Path.Combine(folder, Single)) }, null);
        if (!File.Exists(Path.Combine(folder, Index)))
            throw Unfit(folder, $"there is neither {Single} nor {Index}", "Weights in other formats, such as pytorch_model.bin, are not read; save the model with safe_serialization=True.");
        var places = ReadIndex(Path.Combine(folder, Index));
        var files = new Dictionary<string, SafetensorsFile>(StringComparer.Ordinal);
        try
        {
            foreach (var file in places.Values.Distinct(StringComparer.Ordinal)) files[file] = SafetensorsFile.Open(Path.Combine(folder, file));
            return new WeightFiles(folder, files, places);
        }
        catch
        {
            foreach (var file in files.Values) file.Dispose();
            throw;
        }
    }

    /// <summary>The file that holds a tensor.</summary>
    /// <exception cref="TesseraException">No file does (TESS5203).</exception>
    public SafetensorsFile Find(string tensor)
    {
        var name = _places is null ? Single : _places.GetValueOrDefault(tensor);
        if (name is not null && _files[name] is var file && file.Has(tensor)) return file;
        throw new TesseraException(Diagnostic.Error(
            "TESS5203", $"The weights lack the tensor '{tensor}', which the configuration asks for.", new SourceLocation(_folder),
            NearestName.Find(tensor, _files.Values.SelectMany(held => held.Names)) is { } near ? $"The nearest name there is '{near}'; config.json and the weights must be of one model." : "Fetch the model again; config.json and the weights must be of one model."));
    }

    public void Dispose()
    {
        foreach (var file in _files.Values) file.Dispose();
    }

    private static Dictionary<string, string> ReadIndex(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), Options);
            var places = json.RootElement.GetProperty("weight_map").EnumerateObject().ToDictionary(place => place.Name, place => place.Value.GetString()!, StringComparer.Ordinal);
            // An index comes from anyone: its files are those beside it.
            foreach (var file in places.Values)
            {
                if (string.IsNullOrEmpty(file) || file != Path.GetFileName(file) || file is "." or "..") throw Unfit(path, $"it names the file '{file}', which is not one beside it");
            }

            return places.Count > 0 ? places : throw Unfit(path, "it names no tensors");
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException or IOException or UnauthorizedAccessException)
        {
            throw Unfit(path, malformed.Message);
        }
    }

    private static TesseraException Unfit(string path, string reason, string? remedy = null) =>
        new(Diagnostic.Error("TESS5205", $"The model's weights cannot be found: {reason}.", new SourceLocation(path), remedy ?? "Fetch the model again."));
}
