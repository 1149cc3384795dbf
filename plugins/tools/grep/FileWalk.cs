using System.Runtime.CompilerServices;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Grep;

/// <summary>The files of a search, in ordinal order of their names, each once.</summary>
internal static class FileWalk
{
    public static async IAsyncEnumerable<(int Index, WorkspaceEntry Entry)> FilesAsync(
        IWorkspace workspace, SearchScope scope, bool includesIgnored, SearchResult result, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!scope.Start.IsFolder)
        {
            // What is asked for by name is searched, whatever .gitignore says.
            yield return (0, scope.Start);
            yield break;
        }

        var rules = includesIgnored ? null : await RulesAboveAsync(workspace, scope.Start.Path.Relative, cancellationToken).ConfigureAwait(false);
        var ahead = new Stack<(WorkspaceEntry Entry, IgnoreRules? Rules)>();
        ahead.Push((scope.Start, rules));
        var index = 0;
        while (ahead.TryPop(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!next.Entry.IsFolder)
            {
                if (scope.Glob?.Decide(next.Entry.Path.Relative, isFolder: false) ?? scope.Glob is null) yield return (index++, next.Entry);
                continue;
            }

            var own = next.Entry.Path;
            IReadOnlyList<WorkspaceEntry> entries;
            try
            {
                entries = workspace.List(own);
                rules = includesIgnored ? null
                    : entries.Any(entry => Path.GetFileName(entry.Path.Relative) == ".gitignore")
                        ? await IgnoreRules.ReadAsync(workspace, own.Relative, next.Rules, cancellationToken).ConfigureAwait(false)
                        : next.Rules ?? IgnoreRules.None;
            }
            catch (WorkspaceException)
            {
                // One folder that may not be read, or is gone meanwhile, does not end the search.
                result.UnreadableFolders++;
                continue;
            }

            foreach (var entry in entries.Reverse())
            {
                // A link's target is met under its own name; following links might never end.
                if (entry.Path.Absolute != Path.Join(own.Absolute, Path.GetFileName(entry.Path.Relative))) continue;
                if (rules?.LeaveOut(entry.Path.Relative, entry.IsFolder) != true) ahead.Push((entry, rules));
            }
        }
    }

    private static async ValueTask<IgnoreRules?> RulesAboveAsync(IWorkspace workspace, string folder, CancellationToken cancellationToken)
    {
        if (folder.Length == 0) return null;
        var rules = await IgnoreRules.ReadAsync(workspace, "", null, cancellationToken).ConfigureAwait(false);
        for (var slash = folder.IndexOf('/'); slash >= 0; slash = folder.IndexOf('/', slash + 1))
            rules = await IgnoreRules.ReadAsync(workspace, folder[..slash], rules, cancellationToken).ConfigureAwait(false);
        return rules;
    }
}
