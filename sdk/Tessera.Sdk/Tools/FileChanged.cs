using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Tools;

/// <summary>A file was written, made or deleted.</summary>
/// <param name="Path">The file.</param>
/// <param name="Edits">
/// The changed ranges in terms of the old lines, from first to last; null when only the fact is known.
/// </param>
public sealed record FileChanged(WorkspacePath Path, IReadOnlyList<LineEdit>? Edits = null) : SessionEvent;
