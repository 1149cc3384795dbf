namespace Tessera.Adapters.Evaluation;

/// <summary>What a comparison of methods tells: <c>step/evaluate</c> and <c>step/pool-evaluations</c> hand it over.</summary>
/// <param name="Methods">How well each method does; the base model is the first.</param>
/// <param name="Comparisons">All pairs of methods on the same examples.</param>
/// <param name="Choices">What each choice of held-out tasks told by itself; <c>step/evaluate</c> has one.</param>
public sealed record ComparedMethods(IReadOnlyList<MethodResult> Methods, IReadOnlyList<MethodComparison> Comparisons, IReadOnlyList<EvaluatedChoice> Choices);
