using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Library;

/// <summary>One expert of a library: a PEFT folder whose weights stay in their file until they are needed.</summary>
internal sealed class StoredExpert : IDisposable
{
    private readonly AdapterConfig _config;
    private readonly SafetensorsFile _weights;
    private readonly Dictionary<string, LinearMap> _maps;
    private readonly string _folder;
    private readonly Lazy<string> _hash;

    private StoredExpert(string folder, AdapterConfig config, SafetensorsFile weights, IndexedExpert? known)
    {
        (_folder, _config, _weights, _maps, Known) = (folder, config, weights, ReadMaps(weights, folder), known);
        AdapterTensors.RefuseUnknown(weights.Names, _maps.Keys, folder);
        config.RequireTargets(_maps.Keys.Select(map => (map, (int)weights.ShapeOf(AdapterTensors.NameOfA(map))[0])));
        Info = new ExpertInfo(Path.GetFileName(folder), Describe());
        _hash = new Lazy<string>(() => ExpertHash.Of(config, weights));
    }

    public ExpertInfo Info { get; }

    /// <summary>What the library's index says of it; null for nothing.</summary>
    public IndexedExpert? Known { get; }

    /// <summary>The SHA-256 of what was opened, which is computed when it is first asked for.</summary>
    public string Hash => _hash.Value;

    public IEnumerable<LinearMap> Maps => _maps.Values;

    public static StoredExpert Open(string folder, IndexedExpert? known)
    {
        var config = AdapterConfig.Read(Path.Combine(folder, AdapterConfig.FileName));
        config.RequireUsable();
        var weights = SafetensorsFile.Open(Path.Combine(folder, AdapterTensors.FileName));
        try
        {
            return new StoredExpert(folder, config, weights, known);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    public LoraFactors? Read(LinearMap map)
    {
        if (!_maps.ContainsKey(map.Name)) return null;
        using var scope = torch.NewDisposeScope();
        var (a, b) = (_weights.Read(AdapterTensors.NameOfA(map.Name)), _weights.Read(AdapterTensors.NameOfB(map.Name)));
        foreach (var factor in new[] { a, b })
        {
            if (!factor.is_floating_point() || !factor.isfinite().all().Holds())
                throw new TesseraException(Diagnostic.Error(
                    "TESS5016", $"The factors of {map.Name} are not all finite floating-point numbers; one is {factor.dtype}.", new SourceLocation(_folder), "Leave the expert out, or train and save it again."));
        }

        var scaling = _config.ScalingOf(map.Name, (int)a.shape[0]);
        return new LoraFactors(a.MoveToOuterDisposeScope(), b.MoveToOuterDisposeScope(), scaling);
    }

    public void Dispose() => _weights.Dispose();

    // The index knows better than the weights' own remarks, and these better than the configuration.
    private Dictionary<string, string> Describe()
    {
        var all = new Dictionary<string, string>(_weights.Metadata, StringComparer.Ordinal);
        if (_config.BaseModel is { } model) all.TryAdd(ExpertKeys.BaseModel, model);
        foreach (var (key, value) in Known?.Record.ToMetadata() ?? []) all[key] = value;
        return all;
    }

    private static Dictionary<string, LinearMap> ReadMaps(SafetensorsFile weights, string folder)
    {
        var maps = new Dictionary<string, LinearMap>(StringComparer.Ordinal);
        foreach (var map in AdapterTensors.MapsIn(weights.Names))
        {
            var (a, b) = (weights.ShapeOf(AdapterTensors.NameOfA(map)), weights.ShapeOf(AdapterTensors.NameOfB(map)));
            if (a.Count != 2 || b.Count != 2 || a[0] != b[1] || a.Concat(b).Any(size => size is 0 or > int.MaxValue))
                throw new TesseraException(Diagnostic.Error("TESS5013", $"The factors of {map} do not fit: A is ({string.Join(", ", a)}) and B is ({string.Join(", ", b)}).", new SourceLocation(folder), "A is (rank, inputs), B is (outputs, rank)."));
            maps[map] = new LinearMap(map, (int)a[1], (int)b[0]);
        }

        if (maps.Count == 0)
            throw new TesseraException(Diagnostic.Error("TESS5014", "The adapter has no LoRA factors.", new SourceLocation(folder), $"Its tensors are named {AdapterTensors.NameOfA("PATH")} and {AdapterTensors.NameOfB("PATH")}."));
        return maps;
    }
}
