using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Prompts;

/// <summary>Exports a class as an optimizer of prompts.</summary>
/// <param name="name">The name after <c>optimizer/</c>.</param>
public sealed class PromptOptimizerAttribute(string name) : PartAttribute(typeof(IPromptOptimizer), name);
