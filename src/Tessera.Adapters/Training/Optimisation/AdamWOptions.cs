namespace Tessera.Adapters.Training.Optimisation;

/// <summary>Options of <see cref="AdamW"/>.</summary>
public sealed record AdamWOptions
{
    /// <summary>How slowly the mean of gradients changes, β1.</summary>
    /// <value>The default value is 0.9.</value>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How slowly the mean of squared gradients changes, β2.</summary>
    /// <value>The default value is 0.999.</value>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>What is added to the root of the mean square.</summary>
    /// <value>The default value is 1e-8.</value>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The decay of factors and weights by step, times the learning rate. What decides between experts, and norms, never decay.</summary>
    /// <value>The default value is 0.</value>
    public double WeightDecay { get; init; }

    /// <summary>The largest norm of a member's gradient; null for no bound.</summary>
    /// <value>The default value is null.</value>
    public double? ClipNorm { get; init; }
}
