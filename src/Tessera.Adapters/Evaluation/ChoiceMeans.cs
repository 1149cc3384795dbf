namespace Tessera.Adapters.Evaluation;

/// <summary>How well a method did with one choice of held-out tasks.</summary>
/// <param name="HeldOut">The mean over the held-out tasks; null where none were asked.</param>
/// <param name="Training">The mean over the tasks that were trained on; null where none were asked.</param>
public sealed record ChoiceMeans(double? HeldOut, double? Training);
