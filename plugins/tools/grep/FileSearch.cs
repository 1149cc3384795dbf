using System.Buffers;
using System.Text.RegularExpressions;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Grep;

/// <summary>Searches a file line by line. Any number of files may be searched at once.</summary>
/// <param name="pattern">What is searched for; null where every line matches that holds what is required.</param>
/// <param name="required">What every matching line holds; empty where that is not known.</param>
/// <param name="context">How many lines are shown around a match.</param>
/// <param name="maxFileBytes">Larger files are passed by.</param>
internal sealed class FileSearch(Regex? pattern, byte[] required, int context, int maxFileBytes)
{
    private const byte LineEnd = (byte)'\n';

    /// <summary>Searches a file.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="file">The file.</param>
    /// <param name="maxShown">How many matching lines are shown; all are counted.</param>
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
        var at = Candidate(bytes, 0);
        if (at < 0) return FileMatches.None;
        var result = new FileMatches();
        // One more than is shown: what follows a match is shown up to the next one.
        var matching = new List<Range>();
        var room = ArrayPool<char>.Shared.Rent(bytes.Length);
        while (at >= 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (start, end) = (bytes[..at].LastIndexOf(LineEnd) + 1, EndOf(bytes, at));
            if (Matches(text, Line(bytes, start, end), room, result))
            {
                result.Matches++;
                if (matching.Count <= maxShown) matching.Add(start..end);
            }

            at = end + 1 < bytes.Length ? Candidate(bytes, end + 1) : -1;
        }

        ArrayPool<char>.Shared.Return(room);
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
                lines.Add(new FoundLine(file, line, text.Decode(Line(text.Bytes, from, to)), isMatch));
                return to + 1;
            }
        }
    }

    private int Candidate(ReadOnlySpan<byte> bytes, int from)
    {
        if (required.Length == 0) return from < bytes.Length ? from : -1;
        var found = bytes[from..].IndexOf(required);
        return found < 0 ? -1 : from + found;
    }

    private bool Matches(FileText text, ReadOnlySpan<byte> line, Span<char> room, FileMatches result)
    {
        if (pattern is null) return true;
        try
        {
            return pattern.IsMatch(text.Decode(line, room));
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

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> bytes, int start, int end) => bytes[start..end].TrimEnd((byte)'\r');
}
