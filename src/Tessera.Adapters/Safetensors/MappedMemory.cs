using System.Buffers;

namespace Tessera.Adapters.Safetensors;

/// <summary>Part of a mapped file as numbers. It holds the mapping as long as somebody has pinned it, as a tensor does.</summary>
/// <param name="mapping">The file.</param>
/// <param name="offset">Where the numbers begin, a multiple of their width.</param>
/// <param name="count">How many they are.</param>
internal sealed unsafe class MappedMemory<T>(FileMapping mapping, long offset, int count) : MemoryManager<T> where T : unmanaged
{
    public override Span<T> GetSpan() => new(mapping.At(offset), count);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        mapping.Retain();
        return new MemoryHandle((T*)mapping.At(offset) + elementIndex, pinnable: this);
    }

    public override void Unpin() => mapping.Release();

    protected override void Dispose(bool disposing)
    {
        // The mapping is counted by who has pinned it.
    }
}
