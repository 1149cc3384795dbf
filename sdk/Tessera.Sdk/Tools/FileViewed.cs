using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Tools;

/// <summary>The agent was shown a file, whole or in part.</summary>
/// <param name="Path">The file.</param>
/// <param name="Content">The bytes of the whole file as they were then, so that a later change is noticed. Nobody changes them.</param>
public sealed record FileViewed(WorkspacePath Path, ReadOnlyMemory<byte> Content) : SessionEvent;
