using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Tools;

/// <summary>Exports a class as a source of tools.</summary>
/// <param name="name">The name after <c>tools/</c>.</param>
public sealed class ToolSourceAttribute(string name) : PartAttribute(typeof(IToolSource), name);
