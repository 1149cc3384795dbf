using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Library;

/// <summary>One expert of a library: a PEFT folder whose weights stay in their file until they are needed.</summary>
internal sealed class StoredExpert : IDisposable
{
    private const string WeightsFile = "adapter_model.safetensors";

    private readonly AdapterConfig _config;
    private readonly SafetensorsFile _weights;
    private readonly Dictionary<string, LinearMap> _maps;
    private readonly string _folder;

    private StoredExpert(string folder, AdapterConfig config, SafetensorsFile weights)
    {
        (_folder, _config, _weights, _maps) = (folder, config, weights, ReadMaps(weights, folder));
        AdapterTensors.RefuseUnknown(weights.Names, _maps.Keys, folder);
        Info = new ExpertInfo(Path.GetFileName(folder), weights.Metadata);
    }

    public ExpertInfo Info { get; }

    public IEnumerable<LinearMap> Maps => _maps.Values;

    public static StoredExpert Open(string folder)
    {
        var config = AdapterConfig.Read(Path.Combine(folder, AdapterConfig.FileName));
        var weights = SafetensorsFile.Open(Path.Combine(folder, WeightsFile));
        try
        {
            return new StoredExpert(folder, config, weights);
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
            if (!factor.is_floating_point() || !factor.isfinite().all().ToBoolean())
                throw new TesseraException(Diagnostic.Error(
                    "TESS5016", $"The factors of {map.Name} are not all finite floating-point numbers; one is {factor.dtype}.", new SourceLocation(_folder), "Leave the expert out, or train and save it again."));
        }

        var scaling = _config.ScalingOf(map.Name, (int)a.shape[0]);
        return new LoraFactors(a.MoveToOuterDisposeScope(), b.MoveToOuterDisposeScope(), scaling);
    }

    public void Dispose() => _weights.Dispose();

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
