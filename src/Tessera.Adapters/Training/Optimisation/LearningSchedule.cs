namespace Tessera.Adapters.Training.Optimisation;

/// <summary>How the learning rate changes over the steps.</summary>
/// <param name="Shape">The shape after the warm-up.</param>
/// <param name="Steps">How many steps there are.</param>
/// <param name="WarmUpSteps">During how many first steps the rate rises from nearly 0.</param>
public sealed record LearningSchedule(ScheduleShape Shape, int Steps, int WarmUpSteps = 0)
{
    /// <summary>The share of the full rate in a step.</summary>
    /// <param name="step">The step's number, from 0.</param>
    /// <returns>From 0 to 1: (step + 1) / warm-up at first, then, with t from 0 to 1 over the other steps, 1, 1 − t, or ½ (1 + cos πt).</returns>
    public double ShareOf(int step)
    {
        if (step < WarmUpSteps) return (step + 1.0) / WarmUpSteps;
        var passed = (double)(step - WarmUpSteps) / Math.Max(1, Steps - WarmUpSteps);
        return Shape switch
        {
            ScheduleShape.Linear => 1 - passed,
            ScheduleShape.Cosine => 0.5 * (1 + Math.Cos(Math.PI * passed)),
            _ => 1,
        };
    }
}
