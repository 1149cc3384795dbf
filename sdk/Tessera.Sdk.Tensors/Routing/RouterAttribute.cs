using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Tensors.Routing;

/// <summary>Exports a class as a router.</summary>
/// <param name="name">The name after <c>router/</c>.</param>
public sealed class RouterAttribute(string name) : PartAttribute(typeof(IRouter), name);
