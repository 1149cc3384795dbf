using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Running;

namespace Tessera.Benchmarks.Paired;

/// <summary>
/// Runs the methods of benchmark classes by turns, in one process, and divides what was measured in the same round: a machine that grows slower for a while
/// does so for all of them, where runs one after another take it for a difference. For methods that take long, such as whole processes.
/// </summary>
internal static class PairedRuns
{
    private const int WarmUps = 2;

    // What a method leaves behind, such as a debugger that prepares itself for the next command, is not the next method's to pay.
    private static readonly TimeSpan _rest = TimeSpan.FromMilliseconds(150);

    /// <param name="pattern">The classes, as <c>--filter</c> names them.</param>
    /// <param name="rounds">How often each method is measured.</param>
    /// <returns>The exit code: 1 where no class with a baseline fits the pattern.</returns>
    public static async Task<int> RunAsync(string pattern, int rounds)
    {
        var filter = new GlobFilter([pattern]);
        var found = typeof(PairedRuns).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsGenericType: false } && type.GetMethods().Any(method => method.IsDefined(typeof(BenchmarkDotNet.Attributes.BenchmarkAttribute), false)))
            .SelectMany(type => BenchmarkConverter.TypeToBenchmarks(type).BenchmarksCases)
            .Where(filter.Predicate)
            .GroupBy(benchmark => (benchmark.Descriptor.Type, benchmark.Parameters.DisplayInfo))
            .Where(group => group.Any(benchmark => benchmark.Descriptor.Baseline))
            .ToList();
        if (found.Count == 0)
        {
            await Console.Error.WriteLineAsync($"No benchmark with a baseline is named like '{pattern}'.");
            return 1;
        }

        Console.WriteLine($"| class | parameters | method | median, ms | ratio, median of {rounds} | 95 % interval |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var group in found) await MeasureAsync([.. group], rounds);
        return 0;
    }

    private static async Task MeasureAsync(BenchmarkCase[] benchmarks, int rounds)
    {
        var descriptor = benchmarks[0].Descriptor;
        var instance = Activator.CreateInstance(descriptor.Type)!;
        foreach (var parameter in benchmarks[0].Parameters.Items) Set(instance, parameter);
        await CallAsync(descriptor.GlobalSetupMethod, instance);
        var measured = benchmarks.ToDictionary(benchmark => benchmark, _ => new double[rounds]);
        for (var round = -WarmUps; round < rounds; round++)
        {
            // Each is first as often as any other.
            for (var turn = 0; turn < benchmarks.Length; turn++)
            {
                var benchmark = benchmarks[(turn + round + WarmUps) % benchmarks.Length];
                await CallAsync(benchmark.Descriptor.IterationSetupMethod, instance);
                await Task.Delay(_rest);
                var start = Stopwatch.GetTimestamp();
                await CallAsync(benchmark.Descriptor.WorkloadMethod, instance);
                if (round >= 0) measured[benchmark][round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds / benchmark.Descriptor.OperationsPerInvoke;
                await CallAsync(benchmark.Descriptor.IterationCleanupMethod, instance);
            }
        }

        await CallAsync(descriptor.GlobalCleanupMethod, instance);
        var baseline = measured[benchmarks.First(benchmark => benchmark.Descriptor.Baseline)];
        foreach (var (benchmark, times) in measured)
        {
            var ratios = times.Zip(baseline, (time, bare) => time / bare).Order().ToArray();
            var (low, high) = MedianInterval.Of(ratios);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {descriptor.Type.Name} | {benchmark.Parameters.DisplayInfo.Trim('[', ']')} | {benchmark.Descriptor.WorkloadMethod.Name} | {MedianInterval.Median(times):F1} | {MedianInterval.Median(ratios):F3} | {low:F3} to {high:F3} |"));
        }
    }

    private static void Set(object instance, ParameterInstance parameter) => instance.GetType().GetProperty(parameter.Name)!.SetValue(instance, parameter.Value);

    private static async Task CallAsync(System.Reflection.MethodInfo? method, object instance)
    {
        if (method?.Invoke(instance, null) is Task task) await task;
    }
}
