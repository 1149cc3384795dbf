namespace Tessera.Adapters.Training.Data;

/// <summary>One example of a task.</summary>
/// <param name="Text">The text to be made likely.</param>
/// <param name="Rejected">The text that <paramref name="Text"/> is preferred to; null where there is none.</param>
/// <param name="Task">The task, by the numbering of what is trained; -1 for unknown.</param>
public sealed record TrainingExample(TrainingText Text, TrainingText? Rejected = null, int Task = -1);
