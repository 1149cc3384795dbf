using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Rewrite;

/// <summary>An edit that was made.</summary>
/// <param name="Path">The file.</param>
/// <param name="Before">Its bytes before; null when the edit made the file.</param>
/// <param name="After">Its bytes after.</param>
/// <param name="Lines">What was replaced.</param>
internal sealed record PastEdit(WorkspacePath Path, byte[]? Before, byte[] After, LineEdit Lines);
