using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Language;

/// <summary>Exports a class as a language model.</summary>
/// <param name="name">The name after <c>model/</c>.</param>
public sealed class LanguageModelAttribute(string name) : PartAttribute(typeof(ILanguageModel), name);
