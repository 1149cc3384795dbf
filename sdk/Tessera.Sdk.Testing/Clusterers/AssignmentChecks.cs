using Tessera.Sdk.Tensors.Clustering;

namespace Tessera.Sdk.Testing.Clusterers;

/// <summary>The form of a clustering, and what it has to do with the experts.</summary>
internal static class AssignmentChecks
{
    public static IReadOnlyList<ConformanceCheck<ClustererTrial>> All { get; } =
    [
        new("CONF-C01", "Every expert is in exactly one cluster", (trial, token) => OnUsualAsync(trial, clustering => ClusteringForm.FindAssignmentFault(clustering, ClustererTrial.Count), token)),
        new("CONF-C02", "Clusters are numbered from 0 by first appearance, and none is empty", (trial, token) => OnUsualAsync(trial, ClusteringForm.FindNumberingFault, token)),
        new("CONF-C03", "There are as many clusters as were asked for", (trial, token) => OnUsualAsync(trial, clustering =>
        {
            var asked = trial.Options.Clusters ?? throw new NotApplicableException("it finds the number by itself.");
            ClusteringForm.Require(clustering, ClustererTrial.Count);
            var found = clustering.Assignment.Distinct().Count();
            return found == asked ? null : $"{asked} were asked for, and {found} found. Give as many, refuse with a TesseraException, or say another number in Clusters.";
        }, token)),
        new("CONF-C04", "Experts of one kind come together, and others do not", (trial, token) => OnUsualAsync(trial, clustering =>
        {
            if (!trial.Options.FindsKinds) throw new NotApplicableException("it is said not to look for what is alike.");
            ClusteringForm.Require(clustering, ClustererTrial.Count);
            if (trial.Options.Clusters is { } asked && clustering.Count != asked) throw new NotApplicableException("there are not as many clusters as were asked for.");
            return Partition.FindDifference([.. Enumerable.Range(0, ClustererTrial.Count).Select(ClustererTrial.KindOf)], clustering.Assignment, "in the clustering") is { } fault
                ? fault + " The kinds lie far apart; say FindsKinds = false if that is not what is looked for." : null;
        }, token)),
        new("CONF-C05", "Scores have names and are finite", (trial, token) => OnUsualAsync(trial, clustering =>
            clustering.Scores.Count == 0 ? throw new NotApplicableException("it gives no scores.") : ClusteringForm.FindScoreFault(clustering), token)),
        new("CONF-C06", "Similarity is of each pair of experts, and the same both ways", (trial, token) => OnUsualAsync(trial, clustering =>
            clustering.Similarity.Count == 0 ? throw new NotApplicableException("it has no similarity.") : ClusteringForm.FindSimilarityFault(clustering, ClustererTrial.Count), token)),
    ];

    private static async Task<string?> OnUsualAsync(ClustererTrial trial, Func<Clustering, string?> find, CancellationToken token) =>
        find(await trial.ClusterAsync(ClustererTrial.Library(trial.Experts()), token).ConfigureAwait(false));
}
