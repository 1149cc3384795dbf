using System.Composition;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Parts;
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
        await using var clusterer = options.Clusterer.Create();
        var clustering = await clusterer.Value.ClusterAsync(options.Library, context.Seed, cancellationToken).ConfigureAwait(false);
        RefuseUnfit(options.Clusterer.Name, clustering, options.Library.Experts.Count);
        var names = options.Library.Experts.Select(expert => expert.Name).ToList();
        var clusters = Enumerable.Range(0, clustering.Count)
            .Select(cluster => (IReadOnlyList<string>)[.. names.Where((_, expert) => clustering.Assignment[expert] == cluster)])
            .ToList();
        foreach (var (name, value) in clustering.Scores) context.RecordMetric(name, value);
        context.RecordMetric("clusters", clustering.Count);
        context.AddFinding(new Table
        {
            Title = "Clusters of experts",
            Columns = ["cluster", "experts", "size"],
            Rows = [.. clusters.Select((members, index) => (IReadOnlyList<JsonNode?>)[index, string.Join(", ", members), members.Count])],
        });
        if (clustering.Similarity.Count > 0) context.AddFinding(SimilarityInOrderOfClusters(clustering, names));
        return new ClusteredExperts(clusters, names.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => clustering.Assignment[pair.index]), clustering.Scores);
    }

    private static void RefuseUnfit(string clusterer, Clustering clustering, int experts)
    {
        var fault = clustering.Assignment.Count != experts ? $"{clustering.Assignment.Count} assignments for {experts} experts"
            : clustering.Assignment.Distinct().Order().SequenceEqual(Enumerable.Range(0, clustering.Count)) ? null : $"the clusters {string.Join(", ", clustering.Assignment.Distinct().Order().Take(10))}";
        if (clustering.Similarity.Count > 0 && (clustering.Similarity.Count != experts || clustering.Similarity.Any(row => row.Count != experts)))
            fault ??= $"a similarity that is not of {experts} by {experts} experts";
        if (fault is not null)
            throw new TesseraException(Diagnostic.Error("TESS5031", $"{clusterer} gave {fault}.", remedy: "A clusterer assigns each expert to a cluster, numbered from 0 without gaps."));
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
