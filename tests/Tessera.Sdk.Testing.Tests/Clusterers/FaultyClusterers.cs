using System.Globalization;
using System.Runtime.InteropServices;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Sdk.Testing.Tests.Clusterers;

/// <summary>For each check, clusterers that break just what it asks for.</summary>
internal static class FaultyClusterers
{
    private static readonly List<torch.Tensor> _kept = [];
    private static int _calls;
    private static int _busy;

    public static IReadOnlyList<(string Id, Func<int, IClusterer> Create)> All { get; } =
    [
        ("CONF-C01", clusters => new FarthestClusterer(clusters) { After = (found, _) => found with { Assignment = [.. found.Assignment.Skip(1).Select(cluster => Math.Max(0, cluster - found.Assignment[1]))] } }),
        ("CONF-C02", clusters => new FarthestClusterer(clusters) { Number = assignment => [.. assignment.Select(cluster => cluster + 1)] }),
        ("CONF-C02", clusters => new FarthestClusterer(clusters) { Number = assignment => assignment.Length == 12 ? [.. assignment.Select(cluster => cluster == 0 ? 0 : cluster + 1)] : assignment }),
        ("CONF-C03", clusters => new FarthestClusterer(clusters) { Ask = asked => asked == 4 ? 3 : asked }),
        ("CONF-C04", clusters => new FarthestClusterer(clusters) { After = (found, library) => found with { Assignment = clusters == 4 && found.Count == 4 ? [.. library.Experts.Select(expert => ByName(expert, library))] : found.Assignment } }),
        ("CONF-C05", clusters => new FarthestClusterer(clusters) { After = (found, _) => found with { Scores = new Dictionary<string, double> { ["silhouette"] = found.Count == 4 ? double.NaN : 0 } } }),
        ("CONF-C06", clusters => new FarthestClusterer(clusters) { After = (found, _) => found with { Similarity = [.. found.Similarity.Take(found.Count == 4 ? 4 : 100)] } }),
        ("CONF-C06", clusters => new FarthestClusterer(clusters) { After = (found, _) => found with { Similarity = found.Count != 4 ? found.Similarity : [.. found.Similarity.Select((row, one) => row.Select((value, other) => one > other ? value + 1 : value).ToArray())] } }),
        ("CONF-C07", clusters => new FarthestClusterer(clusters) { After = (found, _) => Scored(found, Interlocked.Increment(ref _calls)) }),
        ("CONF-C08", clusters => Forgetful(clusters)),
        ("CONF-C09", clusters => new FarthestClusterer(clusters) { After = (found, library) => library.Experts.Count == 12 && found.Count == 4 ? found with { Assignment = [.. Enumerable.Range(0, 12).Select(place => place % 4)] } : found }),
        ("CONF-C10", clusters => new FarthestClusterer(clusters) { After = (found, library) => Scored(found, library.Maps.Count == 0 ? 0 : library.Maps[0].InputSize) }),
        ("CONF-C11", clusters => new FarthestClusterer(clusters) { Change = (_, factors) => Entries(factors) }),
        ("CONF-C12", clusters => new FarthestClusterer(clusters) { After = (found, _) => Scored(found, double.Parse(0.5.ToString(CultureInfo.CurrentCulture), CultureInfo.InvariantCulture)) }),
        ("CONF-C13", clusters => new FarthestClusterer(clusters) { Before = _ => Jostle() }),
        ("CONF-C14", clusters => new FarthestClusterer(clusters) { Before = _ => Environment.SetEnvironmentVariable("TESSERA_CONFORMANCE", Guid.NewGuid().ToString()) }),
        ("CONF-C15", clusters => new FarthestClusterer(clusters) { Release = KeepOfFirstMap }),
        ("CONF-C16", clusters => new FarthestClusterer(clusters) { Change = (delta, _) => { lock (_kept) _kept.Add(delta.clone().DetachFromDisposeScope()); return delta; } }),
        ("CONF-C17", Hoarding),
        ("CONF-C18", clusters => new FarthestClusterer(clusters) { Read = Swallow }),
        ("CONF-C19", clusters => new FarthestClusterer(clusters) { Before = library => { if (library.Experts.Count == 0) throw new InvalidOperationException("Sequence contains no elements"); } }),
        ("CONF-C20", clusters => new FarthestClusterer(clusters) { Before = library => { if (library.Experts.Count == 1) throw new DivideByZeroException(); } }),
        ("CONF-C21", clusters => new FarthestClusterer(clusters) { Ask = asked => asked == 1 ? 2 : asked, RefusesTooMany = clusters > 1 }),
        ("CONF-C22", clusters => new FarthestClusterer(clusters) { Ask = asked => asked == 12 ? 11 : asked }),
        ("CONF-C23", clusters => new FarthestClusterer(clusters) { RefusesTooMany = false }),
        ("CONF-C24", clusters => new FarthestClusterer(clusters) { Compare = similarity => { if (similarity.Length == 12 && similarity[0].Min() >= 1) throw new InvalidOperationException("no distance"); } }),
        ("CONF-C25", clusters => new FarthestClusterer(clusters) { Compare = similarity => { for (var i = 0; i < similarity.Length && clusters == 4; i++) { if (similarity[i][i] == 0 && similarity.Length == 12 && similarity[..4].All(row => row.All(value => value == 0))) similarity[i][i] = double.NaN; } } }),
        ("CONF-C26", clusters => new FarthestClusterer(clusters) { Accepts = _ => true }),
        ("CONF-C26", clusters => new FarthestClusterer(clusters) { Accepts = length => double.IsFinite(length) ? true : throw new Diagnostics.TesseraException(Diagnostics.Diagnostic.Error("TESS0000", "Some weights are no numbers.")) }),
        ("CONF-C27", clusters => new FarthestClusterer(clusters) { Read = SameRank }),
        ("CONF-C28", clusters => new FarthestClusterer(clusters) { Read = (library, expert, map) => library.Read(expert, map) ?? throw new ArgumentNullException(nameof(expert)) }),
        ("CONF-C29", clusters => new FarthestClusterer(clusters) { Change = (delta, factors) => factors.A.dtype == torch.ScalarType.BFloat16 ? throw new NotSupportedException("bfloat16") : delta }),
        ("CONF-C30", clusters => new FarthestClusterer(clusters) { Change = (delta, _) => delta.abs().max().Number() is > 1e20 and < double.PositiveInfinity ? throw new OverflowException() : delta }),
        ("CONF-C31", clusters => new FarthestClusterer(clusters) { HearsCancellation = false }),
        ("CONF-C32", OnceDisposable),
        ("CONF-C33", clusters => new HeldClusterer(clusters)),
    ];

    // Experts by the parity of their names, and four clusters still.
    private static int ByName(ExpertInfo expert, IExpertLibrary library)
    {
        var number = int.Parse(expert.Name.Split('-')[1], CultureInfo.InvariantCulture);
        int Label(int of) => of < 3 ? 0 : of < 6 ? 1 : of < 9 ? 2 : 3;
        var order = library.Experts.Select(one => Label(int.Parse(one.Name.Split('-')[1], CultureInfo.InvariantCulture))).Distinct().ToList();
        return order.IndexOf(Label(number));
    }

    private static Clustering Scored(Clustering found, double score) => found with { Scores = new Dictionary<string, double> { ["score"] = score } };

    private static torch.Tensor Entries(LoraFactors factors) => torch.cat([factors.A.to_type(torch.ScalarType.Float64).mean([0L]), factors.B.to_type(torch.ScalarType.Float64).mean([1L])]);

    private static FarthestClusterer Forgetful(int clusters)
    {
        var calls = 0;
        return new FarthestClusterer(clusters) { After = (found, _) => Scored(found, calls++) };
    }

    private static void Jostle()
    {
        try
        {
            if (Interlocked.Increment(ref _busy) > 1) throw new InvalidOperationException("Busy.");
            Task.Delay(20).Wait();
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    private static FarthestClusterer Hoarding(int clusters)
    {
        var all = new Dictionary<(int, int), LoraFactors?>();
        return new FarthestClusterer(clusters)
        {
            Before = library =>
            {
                for (var expert = 0; expert < library.Experts.Count; expert++)
                {
                    for (var map = 0; map < library.Maps.Count; map++) all[(expert, map)] = library.Read(expert, map);
                }
            },
            Read = (_, expert, map) => all[(expert, map)],
        };
    }

    private static void KeepOfFirstMap(LoraFactors factors)
    {
        var isFirst = factors.A.shape[1] == 12;
        factors.A.Dispose();
        if (isFirst) factors.B.DetachFromDisposeScope();
        else factors.B.Dispose();
    }

    private static LoraFactors? Swallow(IExpertLibrary library, int expert, int map)
    {
        try
        {
            return library.Read(expert, map);
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private static LoraFactors? SameRank(IExpertLibrary library, int expert, int map)
    {
        var factors = library.Read(expert, map);
        return factors?.Rank == 5 ? throw new RankException("Experts differ in rank.") : factors;
    }

    private sealed class HeldClusterer : FarthestClusterer
    {
        private readonly GCHandle _holder;

        public HeldClusterer(int clusters = 4) : base(clusters) => _holder = GCHandle.Alloc(this);
    }

    private static FarthestClusterer OnceDisposable(int clusters)
    {
        var disposed = 0;
        return new FarthestClusterer(clusters) { OnDispose = () => ObjectDisposedException.ThrowIf(disposed++ > 0, typeof(FarthestClusterer)) };
    }
}
