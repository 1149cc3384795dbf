namespace Tessera.Adapters.Library.Torch;

/// <summary>A tensor in a checkpoint, as a view of a storage. Every element that it names lies inside; none is named twice by its sizes alone.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Offset">Its first element.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Strides">How many elements of the storage lie between neighbours along each dimension.</param>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);
}
