using System.Numerics;
using System.Runtime.InteropServices;
using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Evaluation.Intervals;

/// <summary>
/// Bootstrap intervals (Efron 1979, percentile method) of the means of methods over tasks, and of their differences: the same examples are drawn for
/// all methods, so that differences are paired.
/// </summary>
internal sealed class PairedBootstrap
{
    private const double Outside = 0.025;
    private const int Block = 250;

    private readonly double[][] _means;

    private PairedBootstrap(double[][] means) => _means = means;

    /// <summary>Draws.</summary>
    /// <param name="tasks">The tasks, at least one; each has at least one example and values of the same methods.</param>
    /// <param name="resamples">How often everything is drawn.</param>
    /// <param name="drawsTasks">Whether tasks are drawn, too, and then examples of each drawn task; otherwise each task counts in each resample.</param>
    /// <param name="seed">The origin of the draws; the result does not depend on how many run side by side.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static PairedBootstrap Draw(IReadOnlyList<JudgedTask> tasks, int resamples, bool drawsTasks, Seed seed, CancellationToken cancellationToken)
    {
        var methods = tasks[0].Values.Count;
        var means = Enumerable.Range(0, methods).Select(_ => new double[resamples]).ToArray();
        ExampleRows[] rows = [.. tasks.Select(task => new ExampleRows(task))];
        Parallel.For(0, (resamples + Block - 1) / Block, new ParallelOptions { CancellationToken = cancellationToken }, block =>
        {
            var random = seed.Derive("resamples", block).CreateRandom();
            var draws = new uint[rows.Max(task => task.Count)];
            var sums = new Vector<double>[ExampleRows.WidthFor(methods)];
            for (var resample = block * Block; resample < Math.Min(resamples, (block + 1) * Block); resample++)
            {
                Array.Clear(sums);
                var weight = 0.0;
                for (var place = 0; place < rows.Length; place++)
                {
                    var task = rows[drawsTasks ? random.Next(rows.Length) : place];
                    random.NextBytes(MemoryMarshal.AsBytes(draws.AsSpan(0, task.Count)));
                    task.AddDrawn(sums, draws);
                    weight += task.Weight;
                }

                for (var method = 0; method < methods; method++) means[method][resample] = MemoryMarshal.Cast<Vector<double>, double>(sums.AsSpan())[method] / weight;
            }
        });
        return new PairedBootstrap(means);
    }

    /// <summary>The 95 % interval of a method's mean, lower end first.</summary>
    public IReadOnlyList<double> IntervalOf(int method) => Interval(_means[method]);

    /// <summary>The 95 % interval of how much better a method is than another, lower end first.</summary>
    public IReadOnlyList<double> IntervalOf(int method, int other) => Interval([.. _means[method].Zip(_means[other], (one, two) => one - two)]);

    private static IReadOnlyList<double> Interval(double[] values)
    {
        var sorted = values.Order().ToArray();
        return [Quantile(sorted, Outside), Quantile(sorted, 1 - Outside)];
    }

    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var (below, part) = ((int)place, place - Math.Floor(place));
        return below + 1 < sorted.Length ? sorted[below] + part * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
