namespace Tessera.Language.Comparisons;

/// <summary>How much more often one way's programs answer rightly than another's.</summary>
/// <param name="Way">The one.</param>
/// <param name="Other">The other.</param>
/// <param name="Difference">The accuracy of the one minus that of the other.</param>
/// <param name="Low">The lower end of its 95 % interval, paired on the same runs and examples.</param>
/// <param name="High">The upper end.</param>
public sealed record PromptDifference(string Way, string Other, double Difference, double Low, double High);
