using static TorchSharp.torch;

namespace Tessera.Adapters.Safetensors;

/// <summary>Where a tensor lies in a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">The element type as the file says it.</param>
/// <param name="Type">The element type; null for one that is not understood.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Begin">Where its bytes begin in the file.</param>
/// <param name="End">Where they end.</param>
internal sealed record SafetensorsEntry(string Name, string TypeName, ScalarType? Type, long[] Shape, long Begin, long End);
