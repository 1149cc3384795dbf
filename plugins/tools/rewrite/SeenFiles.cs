using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Rewrite;

/// <summary>Files as the agent last saw them, so that no edit is made by line numbers, or over changes, that it does not know of.</summary>
internal sealed class SeenFiles
{
    // A longer difference is cut: the agent has to look at the file anyway.
    private const int LongestDifference = 20_000;

    // By where they lie: links may give one file several names.
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _contents = new(StringComparer.Ordinal);

    /// <summary>Takes note of what the agent has been shown.</summary>
    public void See(WorkspacePath path, ReadOnlyMemory<byte> content) => _contents[path.Absolute] = content;

    /// <summary>What is to be said of a file that somebody else changed since the agent saw it; null when nobody did, or it never saw the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="current">Its bytes now; null when it does not exist.</param>
    public string? ChangeOf(WorkspacePath path, byte[]? current)
    {
        if (!_contents.TryGetValue(path.Absolute, out var seen) || (current is not null && seen.Span.SequenceEqual(current))) return null;
        if (current is null)
        {
            _contents.Remove(path.Absolute);
            return $"`{path}` was deleted since you last saw it, by someone else. Make the edit again without line numbers to create it anew.";
        }

        // It is shown now.
        See(path, current);
        var difference = TextContent.IsBinary(current) ? "It is a binary file now." : UnifiedDifference.Between(TextContent.Decode(seen.Span).Text, TextContent.Decode(current).Text, "seen", "current");
        return $"`{path}` was changed since you last saw it, by someone else. Make the edit again if it still fits, by the line numbers of now.\n\nDiff:\n\n{BoundedText.Cut(difference, LongestDifference)}";
    }

    /// <summary>Forgets a file that the agent deleted.</summary>
    public void Forget(WorkspacePath path) => _contents.Remove(path.Absolute);

    /// <summary>Forgets all files.</summary>
    public void Clear() => _contents.Clear();
}
