using System.Runtime.CompilerServices;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Grep;

/// <summary>The files of a search, in ordinal order of their names, each once.</summary>
internal static class FileWalk
{
    public static async IAsyncEnumerable<WorkspaceEntry> FilesAsync(
        IWorkspace workspace, SearchScope scope, bool includesIgnored, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!scope.Start.IsFolder)
        {
            // What is asked for by name is searched, whatever .gitignore says.
            yield return scope.Start;
            yield break;
        }

        var rules = includesIgnored ? null : await RulesAboveAsync(workspace, scope.Start.Path.Relative, cancellationToken).ConfigureAwait(false);
        var ahead = new Stack<(WorkspaceEntry Entry, IgnoreRules? Rules)>();
        ahead.Push((scope.Start, rules));
        while (ahead.TryPop(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!next.Entry.IsFolder)
            {
                if (scope.Glob?.Decide(next.Entry.Path.Relative, isFolder: false) ?? scope.Glob is null) yield return next.Entry;
                continue;
            }

            var own = next.Entry.Path;
            rules = includesIgnored ? null : await IgnoreRules.ReadAsync(workspace, own.Relative, next.Rules, cancellationToken).ConfigureAwait(false);
            foreach (var entry in workspace.List(own).Reverse())
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
