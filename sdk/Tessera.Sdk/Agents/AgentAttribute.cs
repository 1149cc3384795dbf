using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Agents;

/// <summary>Exports a class as an agent.</summary>
/// <param name="name">The name after <c>agent/</c>.</param>
public sealed class AgentAttribute(string name) : PartAttribute(typeof(IAgent), name);
