namespace Tessera.Sdk.Tensors.Native;

/// <summary>What came of loading TorchSharp's binding.</summary>
/// <param name="Handle">The system's handle; 0 when nothing could be loaded.</param>
/// <param name="IsCopy">Whether the compatible copy was loaded instead of the package's own file.</param>
/// <param name="Failure">Why no copy could be made; null when the system's loader has the reason.</param>
internal readonly record struct LoadedBinding(nint Handle, bool IsCopy, Exception? Failure = null);
