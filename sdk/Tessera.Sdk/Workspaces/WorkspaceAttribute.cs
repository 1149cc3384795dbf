using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Workspaces;

/// <summary>Exports a class as a workspace.</summary>
/// <param name="name">The name after <c>workspace/</c>.</param>
public sealed class WorkspaceAttribute(string name) : PartAttribute(typeof(IWorkspace), name);
