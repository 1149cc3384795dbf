namespace Tessera.Sdk.Tensors.Routing;

/// <summary>What a routing needs of the experts' own examples before it can route.</summary>
public sealed record CalibrationPlan
{
    /// <summary>How many examples of each expert are shown to <see cref="ICalibratedRouting.Observe"/>; 0 for none.</summary>
    /// <value>The default value is 0.</value>
    public int Examples { get; init; }

    /// <summary>For how many steps <see cref="IMapRouting.Parameters"/> are trained with each expert alone, everything else frozen; 0 for none.</summary>
    /// <value>The default value is 0.</value>
    public int Steps { get; init; }

    /// <summary>The learning rate of that training.</summary>
    /// <value>The default value is 0.001.</value>
    public double LearningRate { get; init; } = 1e-3;
}
