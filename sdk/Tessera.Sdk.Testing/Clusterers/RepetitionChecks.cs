using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Clusterers;

/// <summary>The same again gives the same again, and what does not matter changes nothing.</summary>
internal static class RepetitionChecks
{
    private const double Gauge = 1000;

    public static IReadOnlyList<ConformanceCheck<ClustererTrial>> All { get; } =
    [
        new("CONF-C07", "The same seed gives the same clusters", (trial, token) => Work(trial).FindChanceAsync("Draw from seed.CreateRandom() alone, and keep nothing in static fields.", token)),
        new("CONF-C08", "A clusterer that is used again clusters as a new one", async (trial, token) =>
        {
            var expected = await Work(trial).RequireSameAsync(token).ConfigureAwait(false);
            var clusterer = trial.Create();
            try
            {
                // Other experts in between leave nothing behind.
                await clusterer.ClusterAsync(ClustererTrial.Library(trial.Experts(rank: 2)), trial.Options.Seed.Derive("before"), token).ConfigureAwait(false);
                var again = await clusterer.ClusterAsync(ClustererTrial.Library(trial.Experts()), trial.Options.Seed.Derive("clusterer"), token).ConfigureAwait(false);
                return TextDifference.Find(expected, ClustererTrial.Text(again), "new", "used again", "Keep nothing between calls.");
            }
            finally
            {
                await Disposal.DisposeAsync(clusterer).ConfigureAwait(false);
            }
        }),
        new("CONF-C09", "The order of experts does not matter", async (trial, token) =>
        {
            if (!trial.Options.OrderInvariant) throw new NotApplicableException("it is said to go by the experts' places.");
            var experts = trial.Experts();
            var usual = await trial.ClusterAsync(ClustererTrial.Library(experts), token).ConfigureAwait(false);
            ClusteringForm.Require(usual, experts.Count);
            int[] order = [.. Enumerable.Range(0, experts.Count)];
            trial.Options.Seed.Derive("order").CreateRandom().Shuffle(order);
            var shuffled = await trial.ClusterAsync(ClustererTrial.Library([.. order.Select(expert => experts[expert])]), token).ConfigureAwait(false);
            return Partition.FindDifference([.. order.Select(expert => usual.Assignment[expert])], shuffled.Assignment, "with the library in another order") is { } fault
                ? fault + " Say OrderInvariant = false if places are meant to count." : null;
        }),
        new("CONF-C10", "The order of maps does not matter", async (trial, token) =>
        {
            var usual = await Work(trial).RequireSameAsync(token).ConfigureAwait(false);
            var reverse = await trial.ClusterAsync(ClustererTrial.LibraryInReverse(trial.Experts()), token).ConfigureAwait(false);
            return TextDifference.Find(usual, ClustererTrial.Text(reverse), "usually", "with the maps in reverse", "Go through maps by name, so that even rounding is the same.");
        }),
        new("CONF-C11", "A factor that moves from A to B does not matter", async (trial, token) =>
        {
            if (!trial.Options.GaugeInvariant) throw new NotApplicableException("it is not said to be GaugeInvariant.");
            var usual = await trial.ClusterAsync(ClustererTrial.Library(trial.Experts()), token).ConfigureAwait(false);
            var moved = trial.Experts().Select((expert, index) => expert.Change(factors => index / ClustererTrial.Kinds % 2 == 0 ? factors.Scaled(1 / Gauge, Gauge) : factors.Scaled(Gauge, 1 / Gauge))).ToList();
            var other = await trial.ClusterAsync(ClustererTrial.Library(moved), token).ConfigureAwait(false);
            return Partition.FindDifference(usual.Assignment, other.Assignment, "with A times 1000 and B divided by it, or the other way round,") is { } fault ? fault + " Compare products of A and B, not their entries." : null;
        }),
        new("CONF-C12", "The culture does not matter", (trial, token) => Work(trial).FindCultureAsync(token)),
        new("CONF-C13", "Instances side by side do not disturb each other", (trial, token) => Work(trial).FindDisturbanceAsync("Each instance keeps to itself: share nothing in static fields.", token)),
        new("CONF-C14", "The process stays as it was", (trial, token) => ProcessState.FindChangeAsync(() => TextAsync(trial, token))),
    ];

    private static RepeatedWork Work(ClustererTrial trial) => new(token => TextAsync(trial, token));

    private static async Task<string> TextAsync(ClustererTrial trial, CancellationToken token) =>
        ClustererTrial.Text(await trial.ClusterAsync(ClustererTrial.Library(trial.Experts()), token).ConfigureAwait(false));
}
