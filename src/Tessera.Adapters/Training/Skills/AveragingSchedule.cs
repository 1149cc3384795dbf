namespace Tessera.Adapters.Training.Skills;

/// <summary>Leads learned weights w to their average within some steps, as arXiv:2211.03831 does before zero-shot use: α w + (1 − α) / K.</summary>
/// <param name="First">The step that it begins with, from 0.</param>
/// <param name="Steps">Within how many steps the average is reached, N.</param>
public sealed record AveragingSchedule(int First, int Steps)
{
    /// <summary>The share of the learned weights in a step.</summary>
    /// <param name="step">The step's number, from 0.</param>
    /// <returns>α = cos(π t / 2 N), where t counts from the first step: 1 before and in it, 0 from N steps later on.</returns>
    public double ShareOf(int step) =>
        step <= First ? 1 : step >= First + Steps ? 0 : Math.Cos(Math.PI * (step - First) / (2 * Steps));
}
