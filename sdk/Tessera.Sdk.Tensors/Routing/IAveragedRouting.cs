namespace Tessera.Sdk.Tensors.Routing;

/// <summary>A routing of learned weights that can be turned, step by step, into the plain average of all experts (µ).</summary>
public interface IAveragedRouting : IMapRouting
{
    /// <summary>
    /// How much the learned weights w count, α: experts weigh α w + (1 - α) / E. 1 is what was learned, 0 is the average. To reach the average within
    /// N steps, as in arXiv:2211.03831, step t takes α = cos(π t / 2 N).
    /// </summary>
    /// <value>The default value is 1.</value>
    double LearnedShare { get; set; }
}
