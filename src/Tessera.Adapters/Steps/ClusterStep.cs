using System.Composition;
using System.Text.Json.Nodes;
using Tessera.Adapters.Grouping;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/cluster</c>.</summary>
public sealed class ClusterOptions
{
    /// <summary>The experts.</summary>
    public required IExpertLibrary Library { get; set; }

    /// <summary>How they are grouped.</summary>
    public required Part<IClusterer> Clusterer { get; set; }

    /// <summary>
    /// The experts' metadata whose values the clusters are compared with: the adjusted Rand index (<c>ari</c>) and the normalised mutual information
    /// (<c>nmi</c>) of the experts that have it join the scores.
    /// </summary>
    /// <value>By default clusters are compared with nothing.</value>
    public string? Labels { get; set; }
}

/// <summary>What <c>step/cluster</c> hands over.</summary>
/// <param name="Clusters">The names of the experts in each cluster.</param>
/// <param name="Assignment">The cluster of each expert, by its name.</param>
/// <param name="Scores">Numbers that judge the clusters.</param>
public sealed record ClusteredExperts(
    IReadOnlyList<IReadOnlyList<string>> Clusters, IReadOnlyDictionary<string, int> Assignment, IReadOnlyDictionary<string, double> Scores);

[Step("cluster", Description = "Groups the experts of a library.", Options = typeof(ClusterOptions), Deterministic = true)]
[method: ImportingConstructor]
internal sealed class ClusterStep(ClusterOptions options) : IPipelineStep<ClusteredExperts>
{
    public async Task<ClusteredExperts> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        var clustering = await ClusterAsync(context.Seed, cancellationToken).ConfigureAwait(false);
        var names = options.Library.Experts.Select(expert => expert.Name).ToList();
        var clusters = Enumerable.Range(0, clustering.Count)
            .Select(cluster => (IReadOnlyList<string>)[.. names.Where((_, expert) => clustering.Assignment[expert] == cluster)])
            .ToList();
        var scores = Scores(clustering);
        foreach (var (name, value) in scores) context.RecordMetric(name, value);
        context.RecordMetric("clusters", clustering.Count);
        context.AddFinding(new Table
        {
            Title = "Clusters of experts",
            Columns = ["cluster", "experts", "size"],
            Rows = [.. clusters.Select((members, index) => (IReadOnlyList<JsonNode?>)[index, string.Join(", ", members), members.Count])],
        });
        if (clustering.Similarity.Count > 0) context.AddFinding(SimilarityInOrderOfClusters(clustering, names));
        return new ClusteredExperts(clusters, names.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => clustering.Assignment[pair.index]), scores);
    }

    private async Task<Clustering> ClusterAsync(Seed seed, CancellationToken cancellationToken)
    {
        var found = FoundClusters.Of(options.Library, options.Clusterer, seed);
        if (found?.Read() is { } kept && Fault(kept) is null)
        {
            found.Touch();
            return kept;
        }

        await using var clusterer = options.Clusterer.Create();
        var clustering = await clusterer.Value.ClusterAsync(options.Library, seed, cancellationToken).ConfigureAwait(false);
        if (Fault(clustering) is { } fault)
            throw new TesseraException(Diagnostic.Error("TESS5031", $"{options.Clusterer.Name} gave {fault}.", remedy: "A clusterer assigns each expert to a cluster, numbered from 0 without gaps."));
        found?.Keep(clustering);
        return clustering;
    }

    private IReadOnlyDictionary<string, double> Scores(Clustering clustering)
    {
        if (options.Labels is not { } key) return clustering.Scores;
        var labelled = options.Library.Experts.Index().Where(expert => expert.Item.Metadata.ContainsKey(key)).ToList();
        if (labelled.Count == 0)
            throw new TesseraException(Diagnostic.Error("TESS5406", $"None of the {options.Library.Experts.Count} experts has metadata '{key}' to compare clusters with.", remedy: "Set labels to metadata that experts have, or leave it out."));
        var (labels, clusters) = (labelled.ConvertAll(expert => expert.Item.Metadata[key]), labelled.ConvertAll(expert => clustering.Assignment[expert.Index]));
        return new Dictionary<string, double>(clustering.Scores)
        {
            ["ari"] = Agreement.AdjustedRandIndex(clusters, labels),
            ["nmi"] = Agreement.NormalizedMutualInformation(clusters, labels),
        };
    }

    private string? Fault(Clustering clustering)
    {
        var experts = options.Library.Experts.Count;
        if (clustering.Assignment.Count != experts) return $"{clustering.Assignment.Count} assignments for {experts} experts";
        if (!clustering.Assignment.Distinct().Order().SequenceEqual(Enumerable.Range(0, clustering.Count))) return $"the clusters {string.Join(", ", clustering.Assignment.Distinct().Order().Take(10))}";
        return clustering.Similarity.Count > 0 && (clustering.Similarity.Count != experts || clustering.Similarity.Any(row => row.Count != experts)) ? $"a similarity that is not of {experts} by {experts} experts" : null;
    }

    private static Matrix SimilarityInOrderOfClusters(Clustering clustering, List<string> names)
    {
        var order = Enumerable.Range(0, names.Count).OrderBy(expert => clustering.Assignment[expert]).ThenBy(expert => expert).ToList();
        IReadOnlyList<string> ordered = [.. order.Select(expert => names[expert])];
        return new Matrix
        {
            Title = "Similarity of experts",
            Caption = "Cosine, experts in the order of their clusters.",
            RowNames = ordered,
            ColumnNames = ordered,
            Values = [.. order.Select(row => (IReadOnlyList<double>)[.. order.Select(column => clustering.Similarity[row][column])])],
        };
    }
}
