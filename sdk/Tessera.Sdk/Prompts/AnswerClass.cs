namespace Tessera.Sdk.Prompts;

/// <summary>A class among which a layer answers.</summary>
/// <param name="Label">The class, as examples name it in their targets.</param>
/// <param name="Verbalizers">The texts that stand for it in a model's answer; the first is the usual one.</param>
public sealed record AnswerClass(string Label, IReadOnlyList<string> Verbalizers);
