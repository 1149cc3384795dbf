namespace Tessera.Adapters.Library.Torch;

/// <summary>A pickle holds something else than a dictionary of tensors.</summary>
/// <param name="message">What, without a full stop.</param>
internal sealed class PickleException(string message) : Exception(message);
