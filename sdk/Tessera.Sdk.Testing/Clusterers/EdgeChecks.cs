using Tessera.Sdk.Tensors.Clustering;
using TorchSharp;

namespace Tessera.Sdk.Testing.Clusterers;

/// <summary>Libraries at the edge of what the contract allows: each is clustered, or refused with a TesseraException.</summary>
internal static class EdgeChecks
{
    public static IReadOnlyList<ConformanceCheck<ClustererTrial>> All { get; } =
    [
        new("CONF-C19", "An empty library", (trial, token) => FindFaultAsync(trial, trial.Create(), [], token)),
        new("CONF-C20", "A single expert", async (trial, token) =>
        {
            var clusterer = trial.Options.Clusters is null ? trial.Create() : trial.Create(1);
            return await MustClusterAsync(trial, clusterer, trial.Experts(count: 1), token).ConfigureAwait(false);
        }),
        new("CONF-C21", "One cluster", async (trial, token) => await MustFindAsync(trial, 1, trial.Experts(), token).ConfigureAwait(false)),
        new("CONF-C22", "As many clusters as experts", async (trial, token) => await MustFindAsync(trial, ClustererTrial.Count, trial.Experts(), token).ConfigureAwait(false)),
        new("CONF-C23", "More clusters than experts are refused", async (trial, token) =>
        {
            var (clustering, refusal) = await trial.TryAsync(trial.Create(ClustererTrial.Count + 1), ClustererTrial.Library(trial.Experts()), token).ConfigureAwait(false);
            return clustering is not null ? $"{clustering.Count} clusters were made of {ClustererTrial.Count} experts without a word. Refuse with a TesseraException that says both numbers."
                : refusal!.Diagnostics.Any(problem => problem.Remedy is not null) ? null : "the refusal has no remedy. Say what to set to what.";
        }),
        new("CONF-C24", "Experts that are all the same", async (trial, token) =>
        {
            var first = trial.Experts()[0];
            var (clustering, _) = await trial.TryAsync(trial.Create(), ClustererTrial.Library([.. trial.Experts().Select(expert => expert with { Factors = first.Factors })]), token).ConfigureAwait(false);
            return clustering is null ? null
                : trial.Options.Clusters is { } asked && clustering.Count > asked ? $"{clustering.Count} clusters were made where {asked} were asked for."
                : await FindFormFaultAsync(trial, clustering, ClustererTrial.Count, token).ConfigureAwait(false);
        }),
        new("CONF-C25", "Experts that change nothing", async (trial, token) =>
            await FindFaultAsync(trial, trial.Create(), [.. trial.Experts().Select((expert, index) => index < 4 ? expert.Change(factors => factors.Scaled(1, 0)) : expert)], token).ConfigureAwait(false)
            ?? await FindFaultAsync(trial, trial.Create(), [.. trial.Experts().Select(expert => expert.Change(factors => factors.Scaled(0, 0)))], token).ConfigureAwait(false)),
        new("CONF-C26", "Factors that are not finite numbers", async (trial, token) =>
        {
            foreach (var number in new[] { double.NaN, double.PositiveInfinity })
            {
                var experts = trial.Experts().Select((expert, index) => index == 5 ? expert.Change(factors => factors.With(number)) : expert).ToList();
                var (clustering, refusal) = await trial.TryAsync(trial.Create(), ClustererTrial.Library(experts), token).ConfigureAwait(false);
                if (clustering is not null && await FindFormFaultAsync(trial, clustering, experts.Count, token).ConfigureAwait(false) is { } fault) return FormattableString.Invariant($"with {number} in an expert, {fault}");
                if (refusal is not null && !refusal.Message.Contains(experts[5].Info.Name, StringComparison.Ordinal)) return $"the refusal does not name the expert '{experts[5].Info.Name}': {refusal.Message}";
            }

            return null;
        }),
        new("CONF-C27", "Experts of different ranks", (trial, token) =>
            MustClusterAsync(trial, trial.Create(), [.. trial.Experts(2).Zip(trial.Experts(5), (low, high) => high.Info.Name.Length % 2 == 0 ? low : high)], token)),
        new("CONF-C28", "Experts that leave maps alone", (trial, token) => MustClusterAsync(trial, trial.Create(), [.. trial.Experts().Select((expert, index) =>
            expert with { Factors = [.. expert.Factors.Select((factors, map) => index == 7 || (index + map) % 4 == 0 ? null : factors)] })], token)),
        new("CONF-C29", "Experts in other precisions", async (trial, token) =>
        {
            torch.ScalarType[] types = [torch.ScalarType.Float32, torch.ScalarType.Float64, torch.ScalarType.BFloat16, torch.ScalarType.Float16];
            var usual = ClustererTrial.Library(trial.Experts());
            var mixed = new TrialLibrary(trial.Experts(), usual.Maps) { TypeOf = expert => types[expert % types.Length] };
            return await FindFormFaultAsync(trial, await trial.ClusterAsync(mixed, token).ConfigureAwait(false), ClustererTrial.Count, token).ConfigureAwait(false);
        }),
        new("CONF-C30", "Experts of very small and very large weights", (trial, token) =>
            MustClusterAsync(trial, trial.Create(), [.. trial.Experts().Select((expert, index) => expert.Change(factors => index % 3 == 0 ? factors.Scaled(1e-12, 1e-12) : index % 3 == 1 ? factors : factors.Scaled(1e12, 1e12)))], token)),
    ];

    /// <summary>What is wrong with clusters, where the usual ones are right.</summary>
    private static async Task<string?> FindFormFaultAsync(ClustererTrial trial, Clustering clustering, int experts, CancellationToken token)
    {
        ClusteringForm.Require(await trial.ClusterAsync(ClustererTrial.Library(trial.Experts()), token).ConfigureAwait(false), ClustererTrial.Count);
        return ClusteringForm.FindFault(clustering, experts);
    }

    /// <summary>What is wrong with the clusters, where the experts are not refused.</summary>
    private static async Task<string?> FindFaultAsync(ClustererTrial trial, IClusterer clusterer, IReadOnlyList<TrialExpert> experts, CancellationToken token)
    {
        var (clustering, _) = await trial.TryAsync(clusterer, ClustererTrial.Library(experts), token).ConfigureAwait(false);
        return clustering is null ? null : await FindFormFaultAsync(trial, clustering, experts.Count, token).ConfigureAwait(false);
    }

    private static async Task<string?> MustFindAsync(ClustererTrial trial, int clusters, IReadOnlyList<TrialExpert> experts, CancellationToken token)
    {
        var clustering = await trial.ClusterAsync(trial.Create(clusters), ClustererTrial.Library(experts), token).ConfigureAwait(false);
        return await FindFormFaultAsync(trial, clustering, experts.Count, token).ConfigureAwait(false) ?? (clustering.Count == clusters ? null : $"{clusters} were asked for, and {clustering.Count} found.");
    }

    private static async Task<string?> MustClusterAsync(ClustererTrial trial, IClusterer clusterer, IReadOnlyList<TrialExpert> experts, CancellationToken token) =>
        await FindFormFaultAsync(trial, await trial.ClusterAsync(clusterer, ClustererTrial.Library(experts), token).ConfigureAwait(false), experts.Count, token).ConfigureAwait(false);
}
