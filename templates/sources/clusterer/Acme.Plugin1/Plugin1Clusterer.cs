using System.Composition;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Acme.Plugin1;

/// <summary>Orders experts by how much they change the model, the norm of ΔW over all maps, and parts them into groups of equal size.</summary>
/// <param name="options">How many groups.</param>
[Clusterer("plugin-1", Description = "Groups experts by how much they change the model.", Options = typeof(Plugin1Options))]
[method: ImportingConstructor]
public sealed class Plugin1Clusterer(Plugin1Options options) : IClusterer
{
    /// <inheritdoc/>
    public Task<Clustering> ClusterAsync(IExpertLibrary library, Seed seed, CancellationToken cancellationToken) =>
        Task.Run(() => Cluster(library, cancellationToken), cancellationToken);

    private Clustering Cluster(IExpertLibrary library, CancellationToken cancellationToken)
    {
        var count = library.Experts.Count;
        // The id is yours: whoever reads the message looks it up in your documents.
        if (options.Clusters > count)
            throw new TesseraException(Diagnostic.Error("ACME0001", $"{options.Clusters} clusters were asked for, and there are {count} experts.", remedy: $"Set clusters to {count} or less."));
        var strengths = Enumerable.Range(0, count).Select(expert => Strength(library, expert, cancellationToken)).ToArray();
        var order = Enumerable.Range(0, count).OrderBy(expert => strengths[expert]).ToArray();
        var groups = new int[count];
        for (var place = 0; place < count; place++) groups[order[place]] = place * options.Clusters / count;
        return new Clustering { Assignment = NumberByFirstAppearance(groups) };
    }

    // ‖B A‖² is the sum over (Bᵀ B) ∘ (A Aᵀ), which is of the size of the rank: ΔW itself is never formed.
    private static double Strength(IExpertLibrary library, int expert, CancellationToken cancellationToken)
    {
        var strength = 0.0;
        for (var map = 0; map < library.Maps.Count; map++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            if (library.Read(expert, map) is not { } factors) continue;
            using var a = factors.A.to_type(torch.ScalarType.Float64);
            using var b = factors.B.to_type(torch.ScalarType.Float64);
            strength += factors.Scaling * factors.Scaling * (b.t().mm(b) * a.mm(a.t())).sum().item<double>();
            factors.A.Dispose();
            factors.B.Dispose();
        }

        return strength;
    }

    private static int[] NumberByFirstAppearance(int[] groups)
    {
        var numbers = new Dictionary<int, int>();
        foreach (var group in groups) numbers.TryAdd(group, numbers.Count);
        return [.. groups.Select(group => numbers[group])];
    }
}
