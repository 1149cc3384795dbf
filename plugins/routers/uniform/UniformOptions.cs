using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Routers.Uniform;

/// <summary>Options of <c>router/uniform</c>.</summary>
internal sealed class UniformOptions
{
    /// <summary>
    /// What is averaged: the experts' <c>outputs</c>, which is the mean of ΔW, or their <c>parameters</c>, factor by factor,
    /// which for E unrelated experts is smaller by about √E.
    /// </summary>
    /// <value>The default value is <c>outputs</c>.</value>
    public ExpertMixing Mixing { get; set; } = ExpertMixing.Outputs;
}
