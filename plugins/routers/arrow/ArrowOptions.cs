using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Routers.Arrow;

/// <summary>Options of <c>router/arrow</c>.</summary>
internal sealed class ArrowOptions
{
    /// <summary>How many experts each token uses; 0 for all. More than there are is all of them.</summary>
    /// <value>The default value is 4, as in the paper.</value>
    [Range(0, int.MaxValue)]
    public int TopK { get; set; } = 4;

    /// <summary>What scores are divided by before the softmax: towards 0 the best expert takes all, large values make the chosen ones equal.</summary>
    /// <value>The default value is 1.</value>
    [Range(1e-6, 1e6)]
    public double Temperature { get; set; } = 1;

    /// <summary>
    /// What the weights of a token sum up to: 1 for a mean of experts; more lets experts that each know a part of something new act together as strongly as
    /// one that knows all of it. Where <c>parameters</c> are mixed, what is added grows with its square.
    /// </summary>
    /// <value>The default value is 1, as in the paper.</value>
    [Range(1e-6, 1e6)]
    public double Scale { get; set; } = 1;

    /// <summary>What the weights are applied to: <c>outputs</c> of the experts, as PEFT does, or their <c>parameters</c>, as MTTL does.</summary>
    /// <value>The default value is <c>outputs</c>.</value>
    public ExpertMixing Mixing { get; set; } = ExpertMixing.Outputs;
}
