namespace Tessera.Language.Comparisons;

/// <summary>What <c>step/compare-prompts</c> hands over.</summary>
/// <param name="Examples">How many examples were asked.</param>
/// <param name="Ways">The ways, in the order of the options.</param>
/// <param name="Differences">Each way against each before it.</param>
public sealed record ComparedPrompts(int Examples, IReadOnlyList<ComparedWay> Ways, IReadOnlyList<PromptDifference> Differences);
