namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>A place in the project that is mounted on its own.</summary>
/// <param name="Path">The place.</param>
/// <param name="Protection">How it is mounted.</param>
internal sealed record ProtectedPath(string Path, Protection Protection)
{
    /// <summary>What bubblewrap is told.</summary>
    public IEnumerable<string> Arguments => Protection switch
    {
        Protection.Pinned => ["--bind", Path, Path],
        Protection.ReadOnly => ["--ro-bind", Path, Path],
        // A device of a file system without devices: it cannot be opened, and no program takes it for a file.
        Protection.HiddenFile => ["--ro-bind", "/dev/null", Path],
        _ => ["--perms", "0555", "--tmpfs", Path, "--remount-ro", Path],
    };
}
