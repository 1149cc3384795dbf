namespace Tessera.Sdk.Prompts;

/// <summary>An input with the answer that is wanted.</summary>
/// <param name="Input">The input.</param>
/// <param name="Target">The wanted answer; for layers with classes, a class's label.</param>
public sealed record Example(string Input, string Target);
