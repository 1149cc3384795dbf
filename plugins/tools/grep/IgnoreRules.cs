using System.Text;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Grep;

/// <summary>What a folder and those above it say in their <c>.gitignore</c> files; the nearest decides.</summary>
/// <param name="folder">The folder, relative to the workspace; empty for its root.</param>
/// <param name="patterns">What stands in its own file.</param>
/// <param name="above">The rules of the folder above; null at the root.</param>
internal sealed class IgnoreRules(string folder, PathPatterns patterns, IgnoreRules? above)
{
    // Nobody's sources, and large: left out whether or not a file says so.
    private static readonly PathPatterns _always = new([".git/", "__pycache__/", "node_modules/"]);

    /// <summary>What is left out where no file says anything.</summary>
    public static IgnoreRules None { get; } = new("", new PathPatterns([]), null);

    /// <summary>Reads the rules of a folder.</summary>
    public static async ValueTask<IgnoreRules> ReadAsync(IWorkspace workspace, string folder, IgnoreRules? above, CancellationToken cancellationToken)
    {
        string[] lines = [];
        var file = workspace.Resolve(folder.Length == 0 ? ".gitignore" : $"./{folder}/.gitignore");
        if (workspace.Find(file) is { IsFolder: false })
            lines = Encoding.UTF8.GetString(await workspace.ReadAsync(file, cancellationToken).ConfigureAwait(false)).Split('\n');
        return new IgnoreRules(folder, new PathPatterns(lines), above);
    }

    /// <summary>Whether an entry is left out; its parents are not.</summary>
    public bool LeaveOut(string path, bool isFolder) => _always.Decide(path, isFolder) == true || Decide(path, isFolder) == true;

    private bool? Decide(string path, bool isFolder) =>
        patterns.Decide(folder.Length == 0 ? path : path[(folder.Length + 1)..], isFolder) ?? above?.Decide(path, isFolder);
}
