namespace Tessera.Sdk.Workspaces;

/// <summary>A path inside a workspace, already confined. Only workspaces make these.</summary>
/// <param name="Relative">The path from the root, with forward slashes; empty for the root itself.</param>
/// <param name="Absolute">The absolute path after links are resolved.</param>
public sealed record WorkspacePath(string Relative, string Absolute)
{
    /// <summary>The path from the root, as shown to agents; <c>.</c> for the root itself.</summary>
    /// <returns>The text. What is no text, as names on Linux may have it in them, is shown as U+FFFD.</returns>
    public override string ToString() => Relative.Length == 0 ? "." : Relative.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Shown(Relative) : Relative;

    private static string Shown(string path) => string.Concat(path.EnumerateRunes().Select(letter => letter.ToString()));
}
