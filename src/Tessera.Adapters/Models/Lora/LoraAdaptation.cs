using Tessera.Adapters.Library;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Models.Lora;

/// <summary>One LoRA expert beside a model, the same for every token: y + scaling · B A x (arXiv 2106.09685).</summary>
public sealed class LoraAdaptation : IAdaptation, IDisposable
{
    private readonly Dictionary<MapGroup, GroupFactors> _groups = [];

    private LoraAdaptation()
    {
    }

    /// <summary>Opens an adapter in PEFT's layout.</summary>
    /// <param name="folder">The folder, with <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</param>
    /// <param name="model">The model that it goes beside.</param>
    /// <returns>The adaptation, which the caller disposes of.</returns>
    /// <exception cref="TesseraException">The adapter is malformed (TESS5010 to TESS5016), or is of another model (TESS5208).</exception>
    public static LoraAdaptation Open(string folder, CausalModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var expert = StoredExpert.Open(folder, known: null);
        return Read(model, expert.Maps.ToDictionary(map => map.Name, StringComparer.Ordinal), expert.Read, folder);
    }

    /// <summary>Takes one expert of a library.</summary>
    /// <param name="library">The library.</param>
    /// <param name="expert">The expert's index.</param>
    /// <param name="model">The model that it goes beside.</param>
    /// <returns>The adaptation, which the caller disposes of.</returns>
    /// <exception cref="TesseraException">The library is of another model (TESS5208).</exception>
    public static LoraAdaptation Of(IExpertLibrary library, int expert, CausalModel model)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(model);
        var indices = library.Maps.Select((map, index) => (map, index)).ToDictionary(pair => pair.map.Name, pair => pair.index, StringComparer.Ordinal);
        return Read(model, library.Maps.ToDictionary(map => map.Name, StringComparer.Ordinal), map => library.Read(expert, indices[map.Name]), library.Experts[expert].Name);
    }

    /// <summary>Takes factors as they are.</summary>
    /// <param name="factors">The factors by the name of the map; they are copied.</param>
    /// <param name="model">The model that they go beside.</param>
    /// <returns>The adaptation, which the caller disposes of.</returns>
    /// <exception cref="TesseraException">The factors are of another model (TESS5208).</exception>
    public static LoraAdaptation Of(IReadOnlyDictionary<string, LoraFactors> factors, CausalModel model)
    {
        ArgumentNullException.ThrowIfNull(factors);
        ArgumentNullException.ThrowIfNull(model);
        var maps = factors.ToDictionary(own => own.Key, own => new LinearMap(own.Key, (int)own.Value.A.shape[1], (int)own.Value.B.shape[0]), StringComparer.Ordinal);
        return Read(model, maps, map => factors[map.Name] with { A = factors[map.Name].A.alias(), B = factors[map.Name].B.alias() }, "the factors");
    }

    /// <inheritdoc/>
    public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(hidden);
        return _groups.TryGetValue(group, out var factors) ? factors.Apply(hidden) : new torch.Tensor?[group.Maps.Count];
    }

    /// <summary>Disposes of the factors.</summary>
    public void Dispose()
    {
        foreach (var factors in _groups.Values) factors.Dispose();
    }

    private static LoraAdaptation Read(CausalModel model, Dictionary<string, LinearMap> maps, Func<LinearMap, LoraFactors?> read, string source)
    {
        RefuseOther(model, maps, source);
        var adaptation = new LoraAdaptation();
        try
        {
            foreach (var group in model.Groups)
            {
                if (GroupFactors.Read(group, model.Device, map => maps.TryGetValue(map.Name, out var known) ? read(known) : null) is { } factors) adaptation._groups[group] = factors;
            }

            return adaptation;
        }
        catch
        {
            adaptation.Dispose();
            throw;
        }
    }

    private static void RefuseOther(CausalModel model, Dictionary<string, LinearMap> maps, string source)
    {
        var known = model.Groups.SelectMany(group => group.Maps).ToDictionary(map => map.Name, StringComparer.Ordinal);
        foreach (var map in maps.Values)
        {
            if (!known.TryGetValue(map.Name, out var own)) throw Unfit($"adapts '{map.Name}', which the model does not have", NearestName.Suggest(map.Name, known.Keys));
            if (own.InputSize != map.InputSize || own.OutputSize != map.OutputSize)
                throw Unfit($"adapts '{map.Name}' from {map.InputSize} to {map.OutputSize}, and the model's is from {own.InputSize} to {own.OutputSize}", "Use the base model that the adapter was trained for.");
        }

        TesseraException Unfit(string reason, string remedy) => new(Diagnostic.Error("TESS5208", $"The adapter is not for this model: it {reason}.", new SourceLocation(source), remedy));
    }
}
