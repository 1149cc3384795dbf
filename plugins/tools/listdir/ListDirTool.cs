using System.Composition;
using Tessera.Sdk.Tools;

namespace Tessera.Tools.ListDir;

/// <summary>Lists a folder as a tree.</summary>
/// <param name="options">The bound.</param>
[Tool("listdir", Description = "Lists the files and folders of a folder.", Options = typeof(ListDirOptions))]
[method: ImportingConstructor]
public sealed class ListDirTool(ListDirOptions options)
    : Tool<ListDirArguments>("listdir", "Lists a folder of the workspace, sorted by name: folders end with `/`, links show where they lead, and what may not be changed is marked `(read-only)`.")
{
    private const int MostDepth = 20;

    /// <inheritdoc/>
    protected override ValueTask<Observation> CallAsync(ListDirArguments arguments, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(session);
        if (arguments.Depth < 1) return new(Observation.Failure(FormattableString.Invariant($"The depth must be 1 or more, not {arguments.Depth}.")));
        var folder = session.Workspace.Resolve(string.IsNullOrWhiteSpace(arguments.Path) ? "." : arguments.Path);
        var listing = new FolderListing(session.Workspace, options.MaxEntries);
        listing.Add(folder, Math.Min(arguments.Depth, MostDepth), cancellationToken);
        return new(listing.Write(folder));
    }
}
