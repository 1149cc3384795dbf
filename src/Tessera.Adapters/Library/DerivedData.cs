using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using TorchSharp;

namespace Tessera.Adapters.Library;

/// <summary>
/// Data that are derived from a library's experts and kept beside them, as safetensors and JSON, under a hash of all that they depend on.
/// What was derived from other weights, with other options or in another version is never met, and is removed when there is newer data.
/// </summary>
public sealed class DerivedData
{
    private readonly string _library;
    private readonly DerivedKey _key;
    private readonly string _hash;

    internal DerivedData(string library, DerivedKey key) => (_library, _key, _hash) = (library, key, key.ComputeHash());

    private string Folder => Path.Combine(LibraryLayout.Derived(_library), string.Concat(_key.Part.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-').Take(60)));

    /// <summary>Reads the data, or makes and keeps them. A library that cannot be written keeps nothing.</summary>
    /// <param name="make">Makes the data.</param>
    /// <returns>The data, which the caller disposes of.</returns>
    public DerivedContent GetOrMake(Func<DerivedContent> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        if (Read() is { } kept) return kept;
        var made = make();
        Write(made);
        return made;
    }

    /// <summary>Reads the data.</summary>
    /// <returns>The data, which the caller disposes of; null where they are not there, are damaged or belong to something else.</returns>
    public DerivedContent? Read()
    {
        using var scope = torch.NewDisposeScope();
        try
        {
            if (JsonNode.Parse(File.ReadAllText(PathOf(".json"))) is not JsonObject file || !JsonNode.DeepEquals(file["key"], _key.ToJson())) return null;
            using var weights = SafetensorsFile.Open(PathOf(".safetensors"));
            if (weights.Metadata.GetValueOrDefault("key") != _hash) return null;
            var tensors = weights.Names.ToDictionary(name => name, name => weights.Read(name));
            foreach (var tensor in tensors.Values) tensor.MoveToOuterDisposeScope();
            return new DerivedContent(tensors, file["values"]?.DeepClone());
        }
        catch (Exception unfit) when (unfit is IOException or UnauthorizedAccessException or JsonException or TesseraException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Says that the data were of use, so that older ones give way to newer ones first.</summary>
    public void Touch()
    {
        try
        {
            File.SetLastWriteTimeUtc(PathOf(".json"), TimeProvider.System.GetUtcNow().UtcDateTime);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A library that cannot be written is not tidied up either.
        }
    }

    /// <summary>Whether data of a version are kept of these experts as they are.</summary>
    internal bool HasAny(string version) => Directory.Exists(LibraryLayout.Derived(_library)) && Directory.EnumerateFiles(LibraryLayout.Derived(_library), "*.json", SearchOption.AllDirectories).Any(file => VersionOf(file) == version && !IsStale(file, Hashes));

    /// <summary>Keeps data.</summary>
    /// <param name="content">The data, which stay the caller's.</param>
    /// <param name="most">How many data of this part and version are kept, the newest; null for all.</param>
    /// <returns>Whether they were kept: a library that cannot be written keeps nothing.</returns>
    public bool Write(DerivedContent content, int? most = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        try
        {
            using var held = LibraryLock.ForChange(_library);
            Directory.CreateDirectory(Folder);
            RemoveStale();
            RemoveHalves();
            if (most is { } bound) RemoveOldest(bound - 1);
            var (tensors, values) = (LibraryLayout.NewDraft(_library), LibraryLayout.NewDraft(_library));
            SafetensorsWriter.Write(tensors, content.Tensors, new Dictionary<string, string> { ["key"] = _hash });
            File.WriteAllText(values, new JsonObject { ["key"] = _key.ToJson(), ["values"] = content.Values?.DeepClone() }.ToJsonString());
            File.Move(tensors, PathOf(".safetensors"), overwrite: true);
            File.Move(values, PathOf(".json"), overwrite: true);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or TesseraException { Diagnostics: [{ Id: "TESS5304" or "TESS5305" }] })
        {
            return false;
        }
    }

    private Dictionary<string, string> Hashes => _key.Experts.ToDictionary(expert => expert.Name, expert => expert.Hash, StringComparer.Ordinal);

    private string PathOf(string extension) => Path.Combine(Folder, _hash + extension);

    // Data of a selection of experts stay; data of weights that are not there any more can never be asked for again.
    private void RemoveStale()
    {
        var hashes = Hashes;
        foreach (var file in Directory.GetFiles(Folder, "*.json"))
        {
            if (IsStale(file, hashes)) Remove(file);
        }
    }

    // Tensors without the JSON that names them, which a process left that died.
    private void RemoveHalves()
    {
        foreach (var file in Directory.GetFiles(Folder, "*.safetensors").Where(file => !File.Exists(Path.ChangeExtension(file, ".json")))) File.Delete(file);
    }

    private void RemoveOldest(int kept)
    {
        var others = Directory.GetFiles(Folder, "*.json").Where(file => Path.GetFileNameWithoutExtension(file) != _hash && VersionOf(file) == _key.Version);
        foreach (var file in others.OrderByDescending(File.GetLastWriteTimeUtc).ThenBy(file => file, StringComparer.Ordinal).Skip(kept).ToList()) Remove(file);
    }

    private static string? VersionOf(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file))!["key"]!["version"]!.GetValue<string>();
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static void Remove(string file)
    {
        File.Delete(file);
        File.Delete(Path.ChangeExtension(file, ".safetensors"));
    }

    private static bool IsStale(string file, Dictionary<string, string> hashes)
    {
        try
        {
            var experts = JsonNode.Parse(File.ReadAllText(file))!["key"]!["experts"]!.AsArray();
            return experts.Any(expert => hashes.TryGetValue(expert!["name"]!.GetValue<string>(), out var hash) && hash != expert["hash"]!.GetValue<string>());
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            return true;
        }
    }
}
