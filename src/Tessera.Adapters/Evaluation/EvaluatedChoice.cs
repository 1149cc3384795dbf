namespace Tessera.Adapters.Evaluation;

/// <summary>What one choice of held-out tasks, with one seed, told.</summary>
/// <param name="Name">The step that evaluated it.</param>
/// <param name="Seed">The seed of that step, in hexadecimal.</param>
/// <param name="HeldOut">The tasks that nothing was trained on and that were asked.</param>
/// <param name="Training">The tasks that were trained on and asked.</param>
/// <param name="Means">The mean over held-out and over training tasks of each method, by its name.</param>
/// <param name="Examples">
/// The values of all examples, by method and then by task: a digit each where all are 0 or 1, otherwise numbers parted by spaces.
/// </param>
public sealed record EvaluatedChoice(
    string Name, string Seed, IReadOnlyList<string> HeldOut, IReadOnlyList<string> Training, IReadOnlyDictionary<string, ChoiceMeans> Means,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Examples);
