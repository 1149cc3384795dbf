namespace Tessera.Sdk.Prompts;

/// <summary>What a layer answered.</summary>
/// <param name="Output">The answer; for layers with classes, the label of the class it names, or the bare answer when it names none.</param>
/// <param name="Loss">How wrong it is, from 0 (right) to 1 (wrong).</param>
public sealed record LayerAnswer(string Output, double Loss);
