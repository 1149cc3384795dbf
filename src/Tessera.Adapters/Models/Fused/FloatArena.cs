namespace Tessera.Adapters.Models.Fused;

/// <summary>Cuts memory into pieces, one after another, each at the beginning of a lane. Pieces hold what was there before.</summary>
/// <param name="memory">The memory; null to count what would be taken.</param>
/// <param name="first">Where to begin.</param>
internal sealed unsafe class FloatArena(FloatMemory? memory, long first = 0)
{
    /// <summary>How many numbers have been taken.</summary>
    public long Taken { get; private set; } = first;

    /// <summary>Takes a piece.</summary>
    /// <exception cref="InvalidOperationException">There is not so much left.</exception>
    public float* Take(long count)
    {
        var begin = Taken;
        Taken += (count + FloatMemory.Lane - 1) / FloatMemory.Lane * FloatMemory.Lane;
        if (memory is null) return null;
        return Taken <= memory.Count ? memory.Begin + begin : throw new InvalidOperationException($"{Taken} numbers were taken of {memory.Count}.");
    }

    /// <summary>What is left, to be taken for a while and then taken again.</summary>
    public FloatArena Rest() => new(memory, Taken);
}
