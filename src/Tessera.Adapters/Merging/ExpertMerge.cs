using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Merging;

/// <summary>Makes one expert of several. The factors of one map, or with TIES of one expert, are in memory at a time, beside the result.</summary>
public static class ExpertMerge
{
    /// <summary>Merges experts of a library.</summary>
    /// <param name="library">The library.</param>
    /// <param name="weights">The experts, by their indices in the library, with the weight of each. Weights may be negative and need not sum to one.</param>
    /// <param name="settings">How to merge.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The factors by map, for each map that one of the experts adapts; the caller disposes of them.</returns>
    /// <exception cref="ArgumentException">There are no experts, a weight is not finite, or the density is not above 0 and at most 1.</exception>
    public static IReadOnlyDictionary<string, LoraFactors> Merge(IExpertLibrary library, IReadOnlyDictionary<int, double> weights, MergeSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(settings);
        if (weights.Count == 0) throw new ArgumentException("There are no experts to merge.", nameof(weights));
        if (weights.Values.Any(weight => !double.IsFinite(weight))) throw new ArgumentException("A weight is not finite.", nameof(weights));
        if (!(settings.Density is > 0 and <= 1)) throw new ArgumentException($"The density is {settings.Density}; above 0 and at most 1 is needed.", nameof(settings));
        using var scope = torch.NewDisposeScope();
        var members = weights.OrderBy(pair => pair.Key).Select(pair => (Expert: pair.Key, Weight: pair.Value)).ToList();
        var ties = settings.Method == MergeMethod.Ties ? new TiesMerge(Thresholds(library, members.ConvertAll(member => member.Expert), settings.Density, cancellationToken)) : null;
        var merged = new Dictionary<string, LoraFactors>(StringComparer.Ordinal);
        for (var map = 0; map < library.Maps.Count; map++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var perMap = torch.NewDisposeScope();
            var experts = members
                .Select(member => (member, Factors: library.Read(member.Expert, map)))
                .Where(pair => pair.Factors is not null)
                .Select(pair => new WeightedExpert(library.Experts[pair.member.Expert].Name, pair.member.Weight, pair.Factors!))
                .ToList();
            if (experts.Count > 0) merged[library.Maps[map].Name] = Keep(Merge(library.Maps[map].Name, experts, settings, ties));
        }

        foreach (var factors in merged.Values) Keep(factors);
        return merged;
    }

    private static LoraFactors Merge(string map, IReadOnlyList<WeightedExpert> experts, MergeSettings settings, TiesMerge? ties) => settings.Method switch
    {
        MergeMethod.Linear => LinearMerge.Merge(experts),
        MergeMethod.Ties => ties!.Merge(experts),
        MergeMethod.Dare => DareMerge.Merge(map, experts, settings.Density, settings.Seed),
        MergeMethod.Concatenation => ConcatenationMerge.Merge(experts),
        MergeMethod.Svd => SvdMerge.Merge(experts, settings.Rank),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Method, "There is no such method."),
    };

    private static Dictionary<string, double> Thresholds(IExpertLibrary library, List<int> experts, double density, CancellationToken cancellationToken)
    {
        var thresholds = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var expert in experts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var factors = Enumerable.Range(0, library.Maps.Count).Select(map => library.Read(expert, map)).OfType<LoraFactors>().ToList();
            if (factors.Count > 0) thresholds[library.Experts[expert].Name] = TiesMerge.Threshold(factors, density);
        }

        return thresholds;
    }

    private static LoraFactors Keep(LoraFactors factors)
    {
        factors.A.MoveToOuterDisposeScope();
        factors.B.MoveToOuterDisposeScope();
        return factors;
    }
}
