using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Library;

/// <summary>One expert of a library: a PEFT folder whose weights stay in their file until they are needed.</summary>
internal sealed class StoredExpert : IDisposable
{
    private const string WeightsFile = "adapter_model.safetensors";
    private const string Prefix = "base_model.model.";
    private const string SuffixA = ".lora_A.weight";
    private const string SuffixB = ".lora_B.weight";

    private readonly AdapterConfig _config;
    private readonly SafetensorsFile _weights;
    private readonly Dictionary<string, LinearMap> _maps;

    private StoredExpert(string name, AdapterConfig config, SafetensorsFile weights, Dictionary<string, LinearMap> maps)
    {
        (_config, _weights, _maps) = (config, weights, maps);
        Info = new ExpertInfo(name, weights.Metadata);
    }

    public ExpertInfo Info { get; }

    public IEnumerable<LinearMap> Maps => _maps.Values;

    public static StoredExpert Open(string folder)
    {
        var config = AdapterConfig.Read(Path.Combine(folder, AdapterConfig.FileName));
        var weights = SafetensorsFile.Open(Path.Combine(folder, WeightsFile));
        try
        {
            return new StoredExpert(Path.GetFileName(folder), config, weights, ReadMaps(weights, folder));
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
        var a = _weights.Read(Prefix + map.Name + SuffixA);
        return new LoraFactors(a, _weights.Read(Prefix + map.Name + SuffixB), _config.ScalingOf(map.Name, (int)a.shape[0]));
    }

    public void Dispose() => _weights.Dispose();

    private static Dictionary<string, LinearMap> ReadMaps(SafetensorsFile weights, string folder)
    {
        var maps = new Dictionary<string, LinearMap>(StringComparer.Ordinal);
        foreach (var nameA in weights.Names.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(SuffixA, StringComparison.Ordinal)))
        {
            var map = nameA[Prefix.Length..^SuffixA.Length];
            var (a, b) = (weights.ShapeOf(nameA), weights.ShapeOf(Prefix + map + SuffixB));
            if (a.Count != 2 || b.Count != 2 || a[0] != b[1] || a[0] == 0)
                throw new TesseraException(Diagnostic.Error("TESS5013", $"The factors of {map} do not fit: A is ({string.Join(", ", a)}) and B is ({string.Join(", ", b)}).", new SourceLocation(folder), "A is (rank, inputs), B is (outputs, rank)."));
            maps[map] = new LinearMap(map, (int)a[1], (int)b[0]);
        }

        if (maps.Count == 0)
            throw new TesseraException(Diagnostic.Error("TESS5014", "The adapter has no LoRA factors.", new SourceLocation(folder), $"Its tensors are named {Prefix}PATH{SuffixA} and {Prefix}PATH{SuffixB}."));
        return maps;
    }
}
