namespace Tessera.Sdk.Tensors.Native;

/// <summary>A file is not an ELF library, is damaged, or is built in a way that is not handled here.</summary>
/// <param name="message">What is wrong with it.</param>
internal sealed class UnsupportedElfException(string message) : Exception(message);
