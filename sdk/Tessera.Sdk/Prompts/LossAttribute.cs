using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Prompts;

/// <summary>Exports a class as a loss.</summary>
/// <param name="name">The name after <c>loss/</c>.</param>
public sealed class LossAttribute(string name) : PartAttribute(typeof(ILoss), name);
