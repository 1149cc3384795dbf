using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Tools;

/// <summary>Exports a class as a tool for agents.</summary>
/// <param name="name">The tool's name, which is also the name that agents call.</param>
public sealed class ToolAttribute(string name) : PartAttribute(typeof(ITool), name);
