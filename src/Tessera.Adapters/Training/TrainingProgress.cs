namespace Tessera.Adapters.Training;

/// <summary>What happened in one step of training.</summary>
/// <param name="Step">The step's number, from 0.</param>
/// <param name="Losses">The mean loss of each member over its examples of the step.</param>
public sealed record TrainingProgress(int Step, IReadOnlyList<float> Losses);
