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

    // Nobody writes more by hand; what goes on further is no list of patterns.
    private const int LargestFile = 256 * 1024;
    private const int MostPatterns = 5000;

    /// <summary>What is left out where no file says anything.</summary>
    public static IgnoreRules None { get; } = new("", new PathPatterns([]), null);

    /// <summary>Reads the rules of a folder. A file or a line that is too long to be one of patterns says nothing.</summary>
    public static async ValueTask<IgnoreRules> ReadAsync(IWorkspace workspace, string folder, IgnoreRules? above, CancellationToken cancellationToken)
    {
        string[] lines = [];
        var file = workspace.Resolve(folder.Length == 0 ? ".gitignore" : $"./{folder}/.gitignore");
        if (workspace.Find(file) is { IsFolder: false, Length: <= LargestFile })
        {
            var text = Encoding.UTF8.GetString(await workspace.ReadAtMostAsync(file, LargestFile, cancellationToken).ConfigureAwait(false));
            lines = [.. text.Split('\n').Where(line => line.Length <= PathPatterns.LongestPattern).Take(MostPatterns)];
        }

        return new IgnoreRules(folder, new PathPatterns(lines), above);
    }

    /// <summary>Whether an entry is left out; its parents are not.</summary>
    public bool LeaveOut(string path, bool isFolder) => _always.Decide(path, isFolder) == true || Decide(path, isFolder) == true;

    private bool? Decide(string path, bool isFolder) =>
        patterns.Decide(folder.Length == 0 ? path : path[(folder.Length + 1)..], isFolder) ?? above?.Decide(path, isFolder);
}
