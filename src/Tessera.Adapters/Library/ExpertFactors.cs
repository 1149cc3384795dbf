using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Library;

/// <summary>The factors of experts that training goes on from.</summary>
internal static class ExpertFactors
{
    /// <summary>Reads all factors of an expert.</summary>
    /// <param name="library">The library.</param>
    /// <param name="expert">The expert's index.</param>
    /// <param name="maps">The maps that it has to adapt.</param>
    /// <param name="rank">The rank that it has to have.</param>
    /// <returns>The factors by the name of the map, in the current dispose scope.</returns>
    /// <exception cref="TesseraException">The expert adapts other maps, or has another rank (TESS5552).</exception>
    public static IReadOnlyDictionary<string, LoraFactors> Read(ExpertLibrary library, int expert, IReadOnlyList<LinearMap> maps, int rank)
    {
        var name = library.Experts[expert].Name;
        var factors = new Dictionary<string, LoraFactors>(StringComparer.Ordinal);
        foreach (var (index, map) in library.Maps.Index())
        {
            if (library.Read(expert, index) is not { } own) continue;
            factors[map.Name] = own;
            if (own.Rank != rank) throw Unfit($"'{name}' has the rank {own.Rank} for {map.Name}, and {rank} is asked for", "Set rank to that of the experts that training goes on from.");
        }

        var wanted = maps.ToDictionary(map => map.Name, StringComparer.Ordinal);
        if (wanted.Keys.Except(factors.Keys, StringComparer.Ordinal).FirstOrDefault() is { } missing) throw Unfit($"'{name}' does not adapt {missing}", "Set targets to the maps that the experts adapt.");
        if (factors.Keys.Except(wanted.Keys, StringComparer.Ordinal).FirstOrDefault() is { } other) throw Unfit($"'{name}' adapts {other}, too", "Set targets to the maps that the experts adapt.");
        if (library.Maps.FirstOrDefault(map => factors.ContainsKey(map.Name) && (map.InputSize, map.OutputSize) != (wanted[map.Name].InputSize, wanted[map.Name].OutputSize)) is { } unlike)
            throw Unfit($"'{name}' adapts {unlike.Name} from {unlike.InputSize} to {unlike.OutputSize}, and the model's is from {wanted[unlike.Name].InputSize} to {wanted[unlike.Name].OutputSize}", "Use the base model that the experts were trained for.");
        return factors;

        TesseraException Unfit(string reason, string remedy) => new(Diagnostic.Error("TESS5552", $"Training cannot go on from this library: {reason}.", new SourceLocation(library.Folder), remedy));
    }

    /// <summary>Puts factors into the current dispose scope.</summary>
    public static IReadOnlyDictionary<string, LoraFactors> Attach(this IReadOnlyDictionary<string, LoraFactors> factors, DisposeScope scope)
    {
        foreach (var own in factors.Values)
        {
            scope.Attach(own.A);
            scope.Attach(own.B);
        }

        return factors;
    }
}
