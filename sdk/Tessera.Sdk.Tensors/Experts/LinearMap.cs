namespace Tessera.Sdk.Tensors.Experts;

/// <summary>A linear map of a base model that experts adapt.</summary>
/// <param name="Name">Its path in the model, such as <c>model.layers.0.self_attn.q_proj</c>.</param>
/// <param name="InputSize">The width of its input, d_in.</param>
/// <param name="OutputSize">The width of its output, d_out.</param>
/// <param name="TieGroup">
/// Maps with the same group have the same input and share one routing, which decides once for all of them, as q, k and v of a layer
/// may; null for a map that is routed by itself.
/// </param>
public sealed record LinearMap(string Name, int InputSize, int OutputSize, string? TieGroup = null);
