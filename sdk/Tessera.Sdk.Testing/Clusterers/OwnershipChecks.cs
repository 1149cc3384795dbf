using TorchSharp;

namespace Tessera.Sdk.Testing.Clusterers;

/// <summary>Whose tensors are whose, and how many are held.</summary>
internal static class OwnershipChecks
{
    private const int Repetitions = 8;
    private const int Rounds = 4;

    public static IReadOnlyList<ConformanceCheck<ClustererTrial>> All { get; } =
    [
        new("CONF-C15", "Factors that were read are disposed of", async (trial, token) =>
        {
            var library = ClustererTrial.Library(trial.Experts());
            await trial.ClusterAsync(library, token).ConfigureAwait(false);
            RequireReading(library);
            return library.Held == 0 ? null : $"{library.Held} pairs of factors of {library.ReadCount} that were read are still held. Whoever reads disposes: open a dispose scope around each map.";
        }),
        new("CONF-C16", "No tensor stays", async (trial, token) =>
        {
            // What is made once may stay, and other threads of the process make tensors, too: the least growth of some rounds counts.
            await ClusterAsync(trial, token).ConfigureAwait(false);
            var least = long.MaxValue;
            for (var round = 0; round < Rounds && least >= Repetitions; round++)
            {
                var before = torch.Tensor.TotalCount;
                for (var i = 0; i < Repetitions; i++) await ClusterAsync(trial, token).ConfigureAwait(false);
                least = Math.Min(least, torch.Tensor.TotalCount - before);
            }

            return least < Repetitions ? null : $"{least} tensors stayed after {Repetitions} clusterings. Open a dispose scope, and give back numbers.";
        }),
        new("CONF-C17", "The library is read as a stream", async (trial, token) =>
        {
            var experts = trial.Experts();
            var library = ClustererTrial.Library(experts);
            await trial.ClusterAsync(library, token).ConfigureAwait(false);
            RequireReading(library);
            var all = experts.Count * library.Maps.Count;
            return library.MostHeld <= all / 2 ? null : $"{library.MostHeld} of the library's {all} pairs of factors were held at once. A library need not fit in memory: keep one map, or one expert, at a time.";
        }),
        new("CONF-C18", "A library that cannot be read fails the clustering", async (trial, token) =>
        {
            var reads = 0;
            var library = ClustererTrial.Library(trial.Experts(), () => throw new EndOfStreamException(FormattableString.Invariant($"conformance {++reads}")));
            try
            {
                await trial.ClusterAsync(library, token).ConfigureAwait(false);
                return reads == 0 ? throw new NotApplicableException("it reads no factors.") : "it made clusters of a library that could not be read. Let exceptions of the library pass.";
            }
            catch (Exception thrown) when (Causes(thrown).Any(cause => cause is EndOfStreamException))
            {
                return null;
            }
        }),
    ];

    // Factors that were read are another check's.
    private static async Task ClusterAsync(ClustererTrial trial, CancellationToken token)
    {
        var library = ClustererTrial.Library(trial.Experts());
        await trial.ClusterAsync(library, token).ConfigureAwait(false);
        library.Release();
    }

    private static void RequireReading(TrialLibrary library)
    {
        if (library.ReadCount == 0) throw new NotApplicableException("it reads no factors.");
    }

    private static IEnumerable<Exception> Causes(Exception thrown) => thrown is AggregateException several
        ? several.InnerExceptions.SelectMany(Causes)
        : new[] { thrown }.Concat(thrown.InnerException is { } inner ? Causes(inner) : []);
}
