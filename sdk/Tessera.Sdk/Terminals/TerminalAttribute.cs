using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Terminals;

/// <summary>Exports a class as a terminal.</summary>
/// <param name="name">The name after <c>terminal/</c>.</param>
public sealed class TerminalAttribute(string name) : PartAttribute(typeof(ITerminal), name);
