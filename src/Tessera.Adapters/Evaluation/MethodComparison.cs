namespace Tessera.Adapters.Evaluation;

/// <summary>Two methods on the same examples.</summary>
/// <param name="Method">The one.</param>
/// <param name="Other">The other.</param>
/// <param name="HeldOut">How much better the one is on tasks that nothing was trained on; null where none were asked.</param>
/// <param name="Training">How much better the one is on test examples of the tasks that were trained on; null where none were asked.</param>
public sealed record MethodComparison(string Method, string Other, ScoreDifference? HeldOut, ScoreDifference? Training);
