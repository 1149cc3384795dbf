using System.ComponentModel.DataAnnotations;
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

    /// <summary>
    /// What the weights sum up to: 1 for a mean of experts; more lets experts that each know a part of something new act together as strongly as
    /// one that knows all of it. Where <c>parameters</c> are mixed, what is added grows with its square.
    /// </summary>
    /// <value>The default value is 1.</value>
    [Range(1e-6, 1e6)]
    public double Scale { get; set; } = 1;
}
