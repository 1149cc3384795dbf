namespace Tessera.Adapters.Evaluation;

/// <summary>How well one way of adapting a model does.</summary>
/// <param name="Name">What it is: <c>base</c>, or the library and the router, such as <c>private+arrow</c>.</param>
/// <param name="HeldOut">On tasks that nothing was trained on; null where none were asked.</param>
/// <param name="Training">On test examples of the tasks that were trained on; null where none were asked.</param>
public sealed record MethodResult(string Name, MethodScores? HeldOut, MethodScores? Training);
