using static TorchSharp.torch;

namespace Tessera.Adapters.Safetensors;

/// <summary>Where a tensor lies in a safetensors file.</summary>
internal sealed record SafetensorsEntry(string Name, ScalarType Type, long[] Shape, long Begin, long End);
