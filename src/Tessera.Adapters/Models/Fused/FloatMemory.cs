using System.Numerics;
using System.Runtime.InteropServices;

namespace Tessera.Adapters.Models.Fused;

/// <summary>Numbers outside of the collector's reach, which begin as zero. Rows are padded with zeros to whole pairs of vectors, so that kernels have no tails.</summary>
internal sealed unsafe class FloatMemory : IDisposable
{
    private const int Alignment = 64;

    private float* _begin;

    /// <param name="count">How many numbers.</param>
    public FloatMemory(long count)
    {
        Count = count;
        var bytes = checked((nuint)Math.Max(1, count) * sizeof(float));
        _begin = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(_begin, bytes);
    }

    ~FloatMemory() => Free();

    /// <summary>How many numbers kernels take at a time: two vectors.</summary>
    public static int Lane => 2 * Vector<float>.Count;

    public long Count { get; }

    public float* Begin => _begin;

    /// <summary>The width that a row of so many numbers is padded to.</summary>
    public static int Pad(int width) => (width + Lane - 1) / Lane * Lane;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_begin);
        _begin = null;
    }
}
