using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Terminals;

/// <summary>Exports a class as a provider of terminals.</summary>
/// <param name="name">The name after <c>terminal/</c>.</param>
public sealed class TerminalAttribute(string name) : PartAttribute(typeof(ITerminalProvider), name);
