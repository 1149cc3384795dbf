namespace Tessera.Sdk.Tensors.Experts;

/// <summary>The experts of one linear map. Ranks and scalings may differ; an expert may leave the map alone.</summary>
public sealed class ExpertBank : IDisposable
{
    /// <summary>Makes a bank, which owns the factors from then on.</summary>
    /// <param name="map">The map.</param>
    /// <param name="names">The experts' names.</param>
    /// <param name="factors">The experts' factors in the same order; null for an expert that does not adapt the map.</param>
    /// <exception cref="ArgumentException">
    /// The counts differ, or an expert does not fit the map, has no rank, no floating-point factors, or a scaling that is negative or not finite.
    /// </exception>
    public ExpertBank(LinearMap map, IReadOnlyList<string> names, IReadOnlyList<LoraFactors?> factors)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(factors);
        if (names.Count != factors.Count)
            throw new ArgumentException($"There are {names.Count} names and {factors.Count} experts.", nameof(factors));
        for (var i = 0; i < factors.Count; i++) Check(map, names[i], factors[i]);
        (Map, Names, Factors) = (map, names, factors);
    }

    /// <summary>The map.</summary>
    public LinearMap Map { get; }

    /// <summary>The experts' names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The experts' factors, in the order of <see cref="Names"/>; null for an expert that does not adapt the map.</summary>
    public IReadOnlyList<LoraFactors?> Factors { get; }

    /// <summary>How many experts there are, E.</summary>
    public int Count => Factors.Count;

    /// <summary>Reads the bank of one map from a library.</summary>
    /// <param name="library">The library.</param>
    /// <param name="map">The map's index.</param>
    /// <returns>The bank, which the caller disposes of.</returns>
    public static ExpertBank Read(IExpertLibrary library, int map)
    {
        ArgumentNullException.ThrowIfNull(library);
        var factors = new List<LoraFactors?>(library.Experts.Count);
        try
        {
            for (var expert = 0; expert < library.Experts.Count; expert++) factors.Add(library.Read(expert, map));
            return new ExpertBank(library.Maps[map], [.. library.Experts.Select(expert => expert.Name)], factors);
        }
        catch
        {
            Dispose(factors);
            throw;
        }
    }

    /// <summary>Disposes of the factors.</summary>
    public void Dispose() => Dispose(Factors);

    private static void Dispose(IEnumerable<LoraFactors?> experts)
    {
        foreach (var factors in experts)
        {
            factors?.A.Dispose();
            factors?.B.Dispose();
        }
    }

    private static void Check(LinearMap map, string name, LoraFactors? factors)
    {
        if (factors is null) return;
        var (a, b) = (factors.A.shape, factors.B.shape);
        if (a.Length != 2 || b.Length != 2 || a[1] != map.InputSize || b[0] != map.OutputSize || a[0] != b[1])
            throw new ArgumentException(
                $"Expert '{name}' does not fit {map.Name}: A is ({string.Join(", ", a)}) and B is ({string.Join(", ", b)}), "
                + $"but (r, {map.InputSize}) and ({map.OutputSize}, r) are needed.", nameof(factors));
        if (a[0] == 0) throw new ArgumentException($"Expert '{name}' has the rank 0 for {map.Name}; null stands for an expert that leaves a map alone.", nameof(factors));
        if (!factors.A.is_floating_point() || !factors.B.is_floating_point())
            throw new ArgumentException($"The factors of expert '{name}' for {map.Name} are {factors.A.dtype} and {factors.B.dtype}; floating-point numbers are needed.", nameof(factors));
        // Mixing parameters takes the root of the scaling.
        if (!(factors.Scaling >= 0 && double.IsFinite(factors.Scaling)))
            throw new ArgumentException($"The scaling of expert '{name}' for {map.Name} is {factors.Scaling}; a finite number from 0 on is needed.", nameof(factors));
    }
}
