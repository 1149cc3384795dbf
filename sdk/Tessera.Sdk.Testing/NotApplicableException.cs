namespace Tessera.Sdk.Testing;

/// <summary>A check asks for something that the part does not have.</summary>
internal sealed class NotApplicableException(string reason) : Exception(reason);
