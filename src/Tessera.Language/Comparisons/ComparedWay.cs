namespace Tessera.Language.Comparisons;

/// <summary>How well a way's programs answer.</summary>
/// <param name="Name">The way.</param>
/// <param name="Accuracy">The mean of 1 − loss over its runs and the examples, from 0 to 1.</param>
/// <param name="Low">The lower end of its 95 % interval.</param>
/// <param name="High">The upper end.</param>
/// <param name="Runs">The accuracy of each run's program.</param>
public sealed record ComparedWay(string Name, double Accuracy, double Low, double High, IReadOnlyList<double> Runs);
