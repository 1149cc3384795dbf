using System.ComponentModel.DataAnnotations;
using Tessera.Adapters.Merging;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/merge</c>.</summary>
public sealed class MergeOptions
{
    /// <summary>The experts.</summary>
    public required IExpertLibrary Library { get; set; }

    /// <summary>How experts become one.</summary>
    /// <value>The default value is the exact sum of their ΔW.</value>
    public MergeMethod Method { get; set; } = MergeMethod.Concatenation;

    /// <summary>The names of the experts to merge.</summary>
    /// <value>By default all of the library.</value>
    public IReadOnlyList<string> Experts { get; set; } = [];

    /// <summary>The weight of each merged expert, by its name; where there are weights, every merged expert has one.</summary>
    /// <value>By default one divided by the number of experts that become one.</value>
    public IReadOnlyDictionary<string, double> Weights { get; set; } = new Dictionary<string, double>();

    /// <summary>What <c>step/cluster</c> found: each cluster becomes one expert, and nothing is chosen by <see cref="Experts"/>.</summary>
    public ClusteredExperts? Clusters { get; set; }

    /// <summary>The name of the merged expert; those of clusters are this name with a number.</summary>
    /// <value>By default <c>merged</c>.</value>
    [MinLength(1)]
    public string Name { get; set; } = "merged";

    /// <summary>The rank of the result of <c>svd</c>; 0 for the largest rank of an expert.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 65536)]
    public int Rank { get; set; }

    /// <summary>The share of entries that <c>ties</c> and <c>dare</c> keep.</summary>
    /// <value>The default value is 0.2, as in the papers.</value>
    [Range(1e-6, 1.0)]
    public double Density { get; set; } = 0.2;
}
