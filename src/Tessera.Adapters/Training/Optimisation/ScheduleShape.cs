namespace Tessera.Adapters.Training.Optimisation;

/// <summary>Shapes of a learning rate over the steps.</summary>
public enum ScheduleShape
{
    /// <summary>Always the same.</summary>
    Constant,

    /// <summary>Falling evenly to 0.</summary>
    Linear,

    /// <summary>Falling along half a cosine to 0.</summary>
    Cosine,
}
