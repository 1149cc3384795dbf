using System.Text.RegularExpressions;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Grep;

/// <summary>Searches a file line by line. Any number of files may be searched at once.</summary>
/// <param name="pattern">What is searched for; null where every line matches that holds what is required.</param>
/// <param name="needles">What matching lines hold.</param>
/// <param name="context">How many lines are shown around a match.</param>
/// <param name="countsAll">Whether matching lines are counted beyond those that are shown.</param>
/// <param name="maxFileBytes">Larger files are passed by.</param>
internal sealed class FileSearch(LineMatcher? pattern, Needles needles, int context, bool countsAll, int maxFileBytes)
{
    private const byte LineEnd = (byte)'\n';

    /// <summary>Searches a file.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="file">The file.</param>
    /// <param name="maxShown">How many matching lines are shown.</param>
    /// <param name="cancellationToken">Ends the search early.</param>
    public async ValueTask<FileMatches> SearchAsync(IWorkspace workspace, WorkspaceEntry file, int maxShown, CancellationToken cancellationToken)
    {
        if (file.Length > maxFileBytes) return FileMatches.TooLarge;
        try
        {
            var stream = await workspace.OpenReadAsync(file.Path, cancellationToken).ConfigureAwait(false);
            await using var owner = stream.ConfigureAwait(false);
            // Read here, not elsewhere and back: most files are in memory, and each search has a thread of its own.
            using var text = FileText.Read(stream, (int)file.Length, maxFileBytes);
            return text is null ? FileMatches.TooLarge : text.IsBinary ? FileMatches.Binary : Search(file.Path.ToString(), text, maxShown, cancellationToken);
        }
        catch (Exception refused) when (refused is WorkspaceException or IOException or UnauthorizedAccessException)
        {
            return FileMatches.Unreadable;
        }
    }

    private FileMatches Search(string file, FileText text, int maxShown, CancellationToken cancellationToken)
    {
        var bytes = text.Bytes;
        var at = needles.Next(text, 0);
        if (at < 0) return FileMatches.None;
        var result = new FileMatches();
        // One more than is shown: what follows a match is shown up to the next one.
        var matching = new List<Range>();
        while (at >= 0 && (countsAll || matching.Count <= maxShown))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (start, end) = (bytes[..at].LastIndexOf(LineEnd) + 1, EndOf(bytes, at));
            if (Matches(text, start, WithoutReturn(bytes, start, end), result))
            {
                result.Matches++;
                if (matching.Count <= maxShown) matching.Add(start..end);
            }

            at = needles.Next(text, end + 1);
        }

        Show(file, text, matching, maxShown, result);
        return result;
    }

    private void Show(string file, FileText text, List<Range> matching, int maxShown, FileMatches result)
    {
        var bytes = text.Bytes;
        var (number, counted, free) = (1, 0, 0);
        for (var i = 0; i < matching.Count && i < maxShown; i++)
        {
            var (start, end) = (matching[i].Start.Value, matching[i].End.Value);
            number += bytes[counted..start].Count(LineEnd);
            counted = start;
            var lines = new List<FoundLine>();
            var first = start;
            var before = 0;
            for (; before < context && first > free; before++) first = bytes[..(first - 1)].LastIndexOf(LineEnd) + 1;
            for (var line = number - before; first < start; line++) first = Add(line, first, false);
            free = Math.Min(Add(number, start, true), bytes.Length);
            var next = i + 1 < matching.Count ? matching[i + 1].Start.Value : bytes.Length;
            for (var after = 1; after <= context && free < next; after++) free = Math.Min(Add(number + after, free, false), bytes.Length);
            result.Groups.Add(lines);

            int Add(int line, int from, bool isMatch)
            {
                var to = EndOf(text.Bytes, from);
                lines.Add(new FoundLine(file, line, text.Decode(text.Bytes[from..WithoutReturn(text.Bytes, from, to)]), isMatch));
                return to + 1;
            }
        }
    }

    private bool Matches(FileText text, int start, int end, FileMatches result)
    {
        if (pattern is null) return true;
        try
        {
            return pattern.IsMatch(text.Letters(start, end));
        }
        catch (RegexMatchTimeoutException)
        {
            result.Undecided++;
            return false;
        }
    }

    private static int EndOf(ReadOnlySpan<byte> bytes, int at)
    {
        var length = bytes[at..].IndexOf(LineEnd);
        return length < 0 ? bytes.Length : at + length;
    }

    private static int WithoutReturn(ReadOnlySpan<byte> bytes, int start, int end) => start + bytes[start..end].TrimEnd((byte)'\r').Length;
}
