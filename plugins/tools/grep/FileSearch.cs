using System.Text.RegularExpressions;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Grep;

/// <summary>Searches files line by line.</summary>
/// <param name="pattern">What is searched for.</param>
/// <param name="context">How many lines are shown around a match.</param>
/// <param name="maxShown">How many matching lines are shown; all are counted.</param>
/// <param name="maxFileBytes">Larger files are passed by.</param>
internal sealed class FileSearch(Regex pattern, int context, int maxShown, int maxFileBytes)
{
    public async ValueTask SearchAsync(IWorkspace workspace, WorkspaceEntry file, SearchResult result, CancellationToken cancellationToken)
    {
        if (file.Length > maxFileBytes)
        {
            result.TooLarge++;
            return;
        }

        try
        {
            var content = await workspace.ReadAsync(file.Path, cancellationToken).ConfigureAwait(false);
            if (TextContent.IsBinary(content)) result.Binary++;
            else Search(file.Path.ToString(), TextContent.Lines(TextContent.Decode(content).Text), result, cancellationToken);
        }
        catch (WorkspaceException)
        {
            result.Unreadable++;
        }
    }

    private void Search(string file, IReadOnlyList<string> lines, SearchResult result, CancellationToken cancellationToken)
    {
        result.Searched++;
        var matchesBefore = result.Matches;
        var shownUntil = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Matches(Line(lines, i), result)) continue;
            result.Matches++;
            if (result.Shown >= maxShown) continue;
            result.Shown++;
            for (var around = Math.Max(shownUntil, i - context); around < i; around++) result.Lines.Add(new FoundLine(file, around + 1, Line(lines, around), false));
            result.Lines.Add(new FoundLine(file, i + 1, Line(lines, i), true));
            // What follows is shown up to the next match, which brings its own surroundings.
            shownUntil = i + 1;
            for (; shownUntil < lines.Count && shownUntil <= i + context && !Matches(Line(lines, shownUntil), result); shownUntil++)
                result.Lines.Add(new FoundLine(file, shownUntil + 1, Line(lines, shownUntil), false));
        }

        if (result.Matches > matchesBefore) result.Files++;
    }

    private bool Matches(string line, SearchResult result)
    {
        try
        {
            return pattern.IsMatch(line);
        }
        catch (RegexMatchTimeoutException)
        {
            result.Undecided++;
            return false;
        }
    }

    private static string Line(IReadOnlyList<string> lines, int index) => lines[index].TrimEnd('\n').TrimEnd('\r');
}
