using System.Text.Json.Nodes;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Clustering;

namespace Tessera.Sdk.Testing.Clusterers;

/// <summary>What the kit needs to know of a clusterer. Its own library has twelve experts of four kinds, whose weights are alike within a kind and not between kinds.</summary>
public sealed class ClustererConformanceOptions
{
    /// <summary>How many clusters the part was made to find; null where it finds the number by itself.</summary>
    /// <value>The default value is 4, as many as the library has kinds.</value>
    public int? Clusters { get; set; } = 4;

    /// <summary>Makes a clusterer that is to find so many clusters; null where the number cannot be asked for.</summary>
    /// <value>The default value is null.</value>
    public Func<int, IClusterer>? WithClusters { get; set; }

    /// <summary>Whether it brings together what is alike: then each of the library's kinds is a cluster.</summary>
    /// <value>The default value is true.</value>
    public bool FindsKinds { get; set; } = true;

    /// <summary>Whether experts are put together by what they are, not by the place where they stand in the library.</summary>
    /// <value>The default value is true.</value>
    public bool OrderInvariant { get; set; } = true;

    /// <summary>Whether experts count the same when their A is multiplied by a number and their B divided by it, which leaves ΔW as it is.</summary>
    /// <value>The default value is false.</value>
    public bool GaugeInvariant { get; set; }

    /// <summary>What is known of each expert beside its weights: its index, then its kind, to names and values.</summary>
    /// <value>The default value is a task of its own and a domain that it shares with its kind.</value>
    public Func<int, int, IReadOnlyDictionary<string, string>> Metadata { get; set; } = (expert, kind) =>
        new Dictionary<string, string> { ["task"] = FormattableString.Invariant($"task-{expert}"), ["domain"] = FormattableString.Invariant($"domain-{kind}") };

    /// <summary>The origin of the experts and of the clusterer's own random choices.</summary>
    /// <value>The default value is the seed 1.</value>
    public Seed Seed { get; set; } = new(1);

    /// <summary>The part's own options as a pipeline says them, for the check that has it made by a host.</summary>
    /// <value>The default value is null: the options' own defaults.</value>
    public JsonObject? PartOptions { get; set; }

    /// <summary>How long any one check may take.</summary>
    /// <value>The default value is 30 seconds.</value>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);
}
