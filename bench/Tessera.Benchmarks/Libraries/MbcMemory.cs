using System.Globalization;
using BenchmarkDotNet.Attributes;
using Tessera.Benchmarks.Scoring;
using Tessera.Clusterers.Mbc;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Benchmarks.Libraries;

/// <summary>
/// Claim: the memory that MBC takes does not grow with the library. 256 experts of rank 4 on maps of 1024 by 1024 are 8 MB a map, made when they are
/// read; the largest resident size of the process while they are clustered is printed after each case, beside the size of the library.
/// </summary>
[Config(typeof(WholeRuns))]
public class MbcMemory
{
    private const int Experts = 256, Width = 1024, Rank = 4, Groups = 8;

    private RandomLibrary? _library;
    private long _before, _most;

    [Params(4, 16, 64)]
    public int Maps { get; set; }

    [GlobalSetup]
    public void CheckOutputs()
    {
        Libtorch.EnsureLoaded();
        var all = Enumerable.Range(0, Maps).Select(map => new LinearMap(string.Create(CultureInfo.InvariantCulture, $"layers.{map:D3}.map"), Width, Width));
        _library = new RandomLibrary(Experts, Rank, all, Groups);
        var found = Cluster(new RandomLibrary(Experts, Rank, all.Take(1), Groups));
        for (var expert = 0; expert < Experts; expert++)
        {
            if (found.Assignment[expert] != found.Assignment[expert % Groups]) throw new InvalidOperationException($"Expert {expert} is not in the cluster of its group.");
        }
    }

    [IterationSetup]
    public void ForgetPeak()
    {
        GC.Collect();
        // The kernel then counts the largest resident size anew (proc(5)).
        File.WriteAllText("/proc/self/clear_refs", "5");
        _before = Resident("VmRSS:");
    }

    [IterationCleanup]
    public void NotePeak() => _most = Math.Max(_most, Resident("VmHWM:") - _before);

    [GlobalCleanup]
    public void Tell() => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"// {Maps} maps: {_most / 1024.0:F0} MB more than before, for a library of {4.0 * Experts * Rank * 2 * Width * Maps / (1 << 20):F0} MB"));

    [Benchmark]
    public int Clustered() => Cluster(_library!).Count;

    private static Clustering Cluster(RandomLibrary library) =>
        new MbcClusterer(new MbcOptions { Clusters = Groups }).ClusterAsync(library, new Seed(1), CancellationToken.None).GetAwaiter().GetResult();

    // In kilobytes.
    private static long Resident(string name) =>
        long.Parse(File.ReadLines("/proc/self/status").Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
}
