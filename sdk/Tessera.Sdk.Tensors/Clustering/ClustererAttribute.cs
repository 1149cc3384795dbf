using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Tensors.Clustering;

/// <summary>Exports a class as a clusterer of experts.</summary>
/// <param name="name">The name after <c>clusterer/</c>.</param>
public sealed class ClustererAttribute(string name) : PartAttribute(typeof(IClusterer), name);
