using static TorchSharp.torch;

namespace Tessera.Adapters.Library.Torch;

/// <summary>The storage of tensors in a checkpoint: an entry of the archive.</summary>
/// <param name="Type">The element type.</param>
/// <param name="Key">The entry's name below <c>data/</c>.</param>
/// <param name="Count">How many elements it is said to have.</param>
internal sealed record TorchStorage(ScalarType Type, string Key, long Count);
