namespace Tessera.Sdk.Prompts;

/// <summary>What a program answered.</summary>
/// <param name="Hidden">The outputs of the layers below the last, from input to output; empty for a program of one layer.</param>
/// <param name="Output">The answer; for classes, the label of the class it names, or the bare answer when it names none.</param>
/// <param name="Loss">How wrong it is, from 0 (right) to 1 (wrong).</param>
public sealed record ProgramAnswer(IReadOnlyList<string> Hidden, string Output, double Loss);
