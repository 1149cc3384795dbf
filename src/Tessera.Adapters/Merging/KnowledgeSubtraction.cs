using Tessera.Adapters.Library;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Merging;

/// <summary>
/// Takes from an expert what experts of general knowledge have in common: ΔW − mean ΔW_g, exactly, of rank r + Σr_g. The method of
/// GenKnowSub subtracts the factors instead, which leaves cross terms and overwrites the expert; this makes a new one.
/// </summary>
public static class KnowledgeSubtraction
{
    /// <summary>Subtracts the mean of the general experts.</summary>
    /// <param name="library">The library of the expert.</param>
    /// <param name="expert">The expert's index.</param>
    /// <param name="general">The experts of general knowledge, of the same base model.</param>
    /// <param name="rank">The rank to which the result is truncated, as well as can be; 0 for the exact one.</param>
    /// <returns>The factors by map, for each map that the expert or a general one adapts; the caller disposes of them.</returns>
    /// <exception cref="TesseraException">General knowledge was subtracted from the expert or a general one before (TESS5321), or a map is of another size there (TESS5322).</exception>
    public static IReadOnlyDictionary<string, LoraFactors> Subtract(IExpertLibrary library, int expert, IExpertLibrary general, int rank = 0)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(general);
        foreach (var info in general.Experts.Prepend(library.Experts[expert])) RefuseTwice(info);
        RefuseOtherSizes(library, general);
        using var scope = torch.NewDisposeScope();
        var result = new Dictionary<string, LoraFactors>(StringComparer.Ordinal);
        foreach (var name in library.Maps.Concat(general.Maps).Select(map => map.Name).Distinct(StringComparer.Ordinal))
        {
            using var perMap = torch.NewDisposeScope();
            var parts = Read(library, [expert], name, 1).Concat(Read(general, [.. Enumerable.Range(0, general.Experts.Count)], name, -1.0 / general.Experts.Count)).ToList();
            if (parts.Count == 0) continue;
            var factors = result[name] = rank > 0 ? SvdMerge.Merge(parts, rank) : ConcatenationMerge.Merge(parts);
            factors.A.MoveToOuterDisposeScope();
            factors.B.MoveToOuterDisposeScope();
        }

        foreach (var factors in result.Values)
        {
            factors.A.MoveToOuterDisposeScope();
            factors.B.MoveToOuterDisposeScope();
        }

        return result;
    }

    private static List<WeightedExpert> Read(IExpertLibrary library, IReadOnlyList<int> experts, string name, double weight)
    {
        var map = library.Maps.Select(candidate => candidate.Name).ToList().IndexOf(name);
        if (map < 0) return [];
        return [.. experts.Select(expert => (expert, Factors: library.Read(expert, map))).Where(pair => pair.Factors is not null).Select(pair => new WeightedExpert(library.Experts[pair.expert].Name, weight, pair.Factors!))];
    }

    private static void RefuseTwice(ExpertInfo expert)
    {
        if (expert.Metadata.TryGetValue(ExpertKeys.Subtracted, out var before))
            throw new TesseraException(Diagnostic.Error("TESS5321", $"General knowledge ({before}) was subtracted from the expert '{expert.Name}' before.", remedy: "Subtract from the expert as it was trained."));
    }

    private static void RefuseOtherSizes(IExpertLibrary library, IExpertLibrary general)
    {
        var sizes = library.Maps.ToDictionary(map => map.Name, map => (map.InputSize, map.OutputSize), StringComparer.Ordinal);
        if (general.Maps.FirstOrDefault(map => sizes.TryGetValue(map.Name, out var size) && size != (map.InputSize, map.OutputSize)) is { } other)
            throw new TesseraException(Diagnostic.Error("TESS5322", $"The experts of general knowledge adapt {other.Name} with other sizes.", remedy: "Subtract experts of the same base model."));
    }
}
