using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Models;

/// <summary>Linear maps of one layer that have the same input, as q, k and v of an attention have.</summary>
/// <param name="Maps">The maps, in the order in which the model uses them.</param>
public sealed record MapGroup(IReadOnlyList<LinearMap> Maps);
