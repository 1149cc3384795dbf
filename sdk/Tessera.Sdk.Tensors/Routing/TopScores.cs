using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Tessera.Sdk.Tensors.Routing;

/// <summary>
/// One pass over the memory of scores that finds the best of each row and their softmax. Vectors are compared with the least of the best
/// so far, and looked at one by one only where some number is better.
/// </summary>
internal static unsafe class TopScores
{
    /// <summary>Fewer numbers than these are not worth a second thread.</summary>
    private const long WorthThreads = 1 << 16;

    public static bool CanRead(torch.Tensor scores) =>
        scores.dtype == torch.ScalarType.Float32 && scores.device_type == DeviceType.CPU && !(scores.requires_grad && torch.is_grad_enabled())
        && scores.is_contiguous() && scores.numel() <= int.MaxValue / sizeof(float);

    /// <summary>The weights, (rows, width), and the columns that they belong to, 64-bit.</summary>
    public static (torch.Tensor Weights, torch.Tensor Columns) Choose(torch.Tensor scores, int width, double temperature, bool magnitudes)
    {
        var (rows, columns) = ((int)scores.shape[0], (int)scores.shape[1]);
        var weights = torch.empty(rows, width);
        var chosen = torch.empty(rows, width, torch.ScalarType.Int64);
        if (rows == 0 || width == 0) return (weights, chosen);
        var source = (float*)Address(scores);
        var values = (float*)Address(weights);
        var places = (long*)Address(chosen);
        var scale = (float)(1 / temperature);
        void Do(int from, int to)
        {
            for (long row = from; row < to; row++) ChooseRow(source + row * columns, columns, width, scale, magnitudes, values + row * width, places + row * width);
        }

        var threads = scores.numel() < WorthThreads ? 1 : Math.Min(torch.get_num_threads(), rows);
        if (threads == 1) Do(0, rows);
        else Parallel.For(0, threads, part => Do((int)((long)rows * part / threads), (int)((long)rows * (part + 1) / threads)));
        return (weights, chosen);
    }

    private static void* Address(torch.Tensor tensor) => Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    // Compiled at once for speed: a few calls do all the work, too few to be noticed and compiled again.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ChooseRow(float* scores, int columns, int width, float scale, bool magnitudes, float* best, long* places)
    {
        new Span<float>(best, width).Fill(float.NegativeInfinity);
        // Where all scores are minus infinity, the first columns stand.
        for (var i = 0; i < width; i++) places[i] = i;
        var (column, last, strange) = (0, columns - Vector<float>.Count, Vector<int>.Zero);
        for (; column <= last; column += Vector<float>.Count)
        {
            var vector = Vector.Load(scores + column);
            if (magnitudes) vector = Vector.Abs(vector);
            strange |= ~Vector.Equals(vector, vector);
            if (!Vector.GreaterThanAny(vector, new Vector<float>(best[width - 1]))) continue;
            for (var i = column; i < column + Vector<float>.Count; i++) Offer(scores[i], i, width, magnitudes, best, places);
        }

        var isStrange = strange != Vector<int>.Zero;
        for (; column < columns; column++)
        {
            isStrange |= float.IsNaN(scores[column]);
            Offer(scores[column], column, width, magnitudes, best, places);
        }

        if (isStrange) new Span<float>(best, width).Fill(float.NaN);
        else Softmax(best, width, scale);
    }

    // Only what is greater moves up: of equal scores the one that came first stays before.
    private static void Offer(float score, int column, int width, bool magnitudes, float* best, long* places)
    {
        if (magnitudes) score = MathF.Abs(score);
        if (!(score > best[width - 1])) return;
        var place = width - 1;
        for (; place > 0 && score > best[place - 1]; place--) (best[place], places[place]) = (best[place - 1], places[place - 1]);
        (best[place], places[place]) = (score, column);
    }

    private static void Softmax(float* sorted, int width, float scale)
    {
        var (greatest, sum) = (sorted[0], 0f);
        for (var i = 0; i < width; i++) sum += sorted[i] = MathF.Exp((sorted[i] - greatest) * scale);
        for (var i = 0; i < width; i++) sorted[i] /= sum;
    }
}
