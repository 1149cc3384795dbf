using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Sdk.Testing.Tests.Clusterers;

/// <summary>
/// A clusterer that takes one expert by chance and then again and again the one that is farthest from all taken, and gives each expert to the nearest.
/// Experts are compared by the cosine of their ΔW. As it stands it keeps the contract; each hook lets it break one point of it.
/// </summary>
internal class FarthestClusterer(int clusters = 4) : IClusterer, IDisposable
{
    /// <summary>What happens before the library is read.</summary>
    public Action<IExpertLibrary>? Before { get; init; }

    /// <summary>What becomes of an expert's ΔW for one map.</summary>
    public Func<torch.Tensor, LoraFactors, torch.Tensor> Change { get; init; } = (delta, _) => delta;

    /// <summary>What is done with factors that were compared.</summary>
    public Action<LoraFactors> Release { get; init; } = factors =>
    {
        factors.A.Dispose();
        factors.B.Dispose();
    };

    /// <summary>Reads the factors of one expert for one map.</summary>
    public Func<IExpertLibrary, int, int, LoraFactors?> Read { get; init; } = (library, expert, map) => library.Read(expert, map);

    /// <summary>The maps in the order in which they are compared.</summary>
    public Func<IExpertLibrary, IEnumerable<int>> Maps { get; init; } = library => Enumerable.Range(0, library.Maps.Count).OrderBy(map => library.Maps[map].Name, StringComparer.Ordinal);

    /// <summary>What becomes of the similarity.</summary>
    public Action<double[][]> Compare { get; init; } = _ => { };

    /// <summary>Whether what cannot be compared is refused.</summary>
    public Func<double, bool> Accepts { get; init; } = double.IsFinite;

    /// <summary>How many clusters are made where so many were asked for.</summary>
    public Func<int, int> Ask { get; init; } = asked => asked;

    public bool RefusesTooMany { get; init; } = true;

    public bool HearsCancellation { get; init; } = true;

    /// <summary>What becomes of what is found.</summary>
    public Func<Clustering, IExpertLibrary, Clustering> After { get; init; } = (clustering, _) => clustering;

    /// <summary>The clusters numbered as they were found, or by first appearance.</summary>
    public Func<int[], int[]> Number { get; init; } = ByFirstAppearance;

    public Action? OnDispose { get; init; }

    public Task<Clustering> ClusterAsync(IExpertLibrary library, Seed seed, CancellationToken cancellationToken) => Task.Run(() =>
    {
        using var scope = torch.NewDisposeScope();
        Before?.Invoke(library);
        var token = HearsCancellation ? cancellationToken : CancellationToken.None;
        var asked = Ask(clusters);
        if (asked > library.Experts.Count && RefusesTooMany)
            throw new TesseraException(Diagnostic.Error("TESS0000", $"{asked} clusters of {library.Experts.Count} experts.", remedy: "Ask for fewer."));
        var similarity = Similarity(library, token);
        Compare(similarity);
        var assignment = Number(Assign(similarity, asked, seed));
        return After(new Clustering { Assignment = assignment, Similarity = similarity, Scores = new Dictionary<string, double> { ["mean"] = similarity.Length == 0 ? 0 : similarity.Average(row => row.Average()) } }, library);
    }, HearsCancellation ? cancellationToken : CancellationToken.None);

    public void Dispose() => OnDispose?.Invoke();

    private double[][] Similarity(IExpertLibrary library, CancellationToken cancellationToken)
    {
        var count = library.Experts.Count;
        var products = Enumerable.Range(0, count).Select(_ => new double[count]).ToArray();
        foreach (var map in Maps(library))
        {
            using var scope = torch.NewDisposeScope();
            var deltas = Enumerable.Range(0, count).Select(expert =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return Delta(library, expert, map);
            }).ToArray();
            for (var one = 0; one < count; one++)
            {
                for (var other = 0; other < count; other++) products[one][other] += deltas[one] is { } left && deltas[other] is { } right ? left.dot(right).Number() : 0;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return [.. products.Select((row, one) => row.Select((product, other) => Cosine(product, products[one][one], products[other][other], library.Experts[one].Name)).ToArray())];
    }

    private torch.Tensor? Delta(IExpertLibrary library, int expert, int map)
    {
        if (Read(library, expert, map) is not { } factors) return null;
        var delta = factors.B.to_type(torch.ScalarType.Float64).mm(factors.A.to_type(torch.ScalarType.Float64)).reshape(-1);
        var changed = Change(delta, factors);
        Release(factors);
        return changed;
    }

    private double Cosine(double product, double one, double other, string name)
    {
        if (!Accepts(one)) throw new TesseraException(Diagnostic.Error("TESS0000", $"The expert '{name}' has weights that are no numbers."));
        // Numbers that lie far apart are multiplied after their roots are taken.
        var lengths = Math.Sqrt(one) * Math.Sqrt(other);
        return lengths == 0 ? 0 : Math.Round(product / lengths, 9);
    }

    private static int[] Assign(double[][] similarity, int clusters, Seed seed)
    {
        if (similarity.Length == 0) return [];
        var taken = new List<int> { seed.CreateRandom().Next(similarity.Length) };
        while (taken.Count < clusters)
        {
            var farthest = Enumerable.Range(0, similarity.Length).MinBy(expert => taken.Max(one => similarity[expert][one]));
            // Nobody is left who is not like one of them.
            if (taken.Contains(farthest) || taken.Max(one => similarity[farthest][one]) >= 1) break;
            taken.Add(farthest);
        }

        return [.. similarity.Select((row, expert) => taken.Contains(expert) ? taken.IndexOf(expert) : taken.IndexOf(taken.MaxBy(one => row[one])))];
    }

    private static int[] ByFirstAppearance(int[] assignment)
    {
        var order = assignment.Distinct().ToList();
        return [.. assignment.Select(cluster => order.IndexOf(cluster))];
    }
}
