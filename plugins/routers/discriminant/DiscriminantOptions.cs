using System.ComponentModel.DataAnnotations;

namespace Tessera.Routers.Discriminant;

/// <summary>Options of <c>router/discriminant</c>.</summary>
internal sealed class DiscriminantOptions
{
    /// <summary>What the posterior probabilities of the experts are multiplied by, so that the experts of a token act together more strongly than one alone.</summary>
    /// <value>The default value is 3.</value>
    [Range(0.0, 1e6)]
    public double Scale { get; set; } = 3;

    /// <summary>What log-posteriors are divided by before the softmax.</summary>
    /// <value>The default value is 1: the posterior itself.</value>
    [Range(1e-6, 1e6)]
    public double Temperature { get; set; } = 1;

    /// <summary>How many experts each token uses; 0 for all. More than there are is all of them.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, int.MaxValue)]
    public int TopK { get; set; }

    /// <summary>What is added to the diagonal of the covariance, as a share of its mean, so that directions that hardly vary decide nothing.</summary>
    /// <value>The default value is 0.01.</value>
    [Range(1e-9, 1e3)]
    public double Ridge { get; set; } = 0.01;

    /// <summary>How many examples of each expert are looked at.</summary>
    /// <value>The default value is 200.</value>
    [Range(1, 1_000_000)]
    public int Examples { get; set; } = 200;
}
