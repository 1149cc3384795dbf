using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Rewrite;

/// <summary>Replaces lines of a file, a whole file, or makes a new one, and shows what changed.</summary>
[Tool("rewrite", Description = "Replaces lines of a file, keeping its encoding and line endings.")]
public sealed class RewriteTool() : Tool<RewriteArguments>(
    "rewrite",
    "Replaces the lines `start` to `end` of a file by `new_code`; without `start`, replaces or creates the whole file. Answers with the difference.")
{
    // No source file is larger; the texts before and after are held in memory several times.
    private const int LargestFile = 64 << 20;

    /// <inheritdoc/>
    protected override async ValueTask<Observation> CallAsync(RewriteArguments arguments, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(session);
        var workspace = session.Workspace;
        var path = workspace.Resolve(arguments.Path);
        if (arguments.NewCode.Contains('\0')) return Refuse("new_code contains a NUL character, which no source file may hold.");

        var exists = workspace.Find(path) is not null;
        var bytes = exists ? await workspace.ReadAtMostAsync(path, LargestFile, cancellationToken).ConfigureAwait(false) : [];
        if (TextContent.IsBinary(bytes)) return Refuse($"`{path}` is a binary file.");
        var before = exists ? TextContent.Decode(bytes) : TextContent.Create("");
        var lineCount = TextContent.Lines(before.Text).Count;
        if (exists && RangeFault(arguments, lineCount) is { } fault) return Refuse(fault);

        var (first, count) = RangeOf(arguments, exists, lineCount);
        var replacement = LineReplacement.Make(before.Text, first, count, arguments.NewCode);
        var after = exists ? replacement.Text : arguments.NewCode;
        if (exists && after == before.Text) return Observation.Success($"The file `{path}` is unchanged: the new code is what stands there already.");
        if (before.Encode(after) is not { } content) return Refuse($"new_code contains a character that cannot be written in the file's encoding, {before.EncodingName}.");

        await workspace.WriteAsync(path, content, cancellationToken).ConfigureAwait(false);
        await session.PublishAsync(new FileChanged(path, [replacement.Edit]), cancellationToken).ConfigureAwait(false);
        return Observation.Success(
            $"The file `{path}` has been {(exists ? "updated" : "created")} successfully.\n\nDiff:\n\n{UnifiedDifference.Between(before.Text, after, "original", "current")}",
            new JsonObject
            {
                ["path"] = path.Relative,
                ["created"] = !exists,
                ["firstLine"] = first,
                ["oldCount"] = count,
                ["newCount"] = replacement.Edit.NewCount,
            });
    }

    private static string? RangeFault(RewriteArguments arguments, int lineCount)
    {
        if (arguments.Start is null && arguments.End is null) return null;
        if (arguments.Start is not { } start) return "`end` is given without `start`. Give both, or neither to replace the whole file.";
        if (start < 1 || arguments.End < 1) return "Invalid line number, line numbers are 1-based.";
        if (arguments.End < start) return "Invalid line number range, start should be less than or equal to end.";
        return start > lineCount + 1
            ? FormattableString.Invariant($"Invalid line number: the file has {lineCount} lines, and `start` is {start}. Give at most {lineCount + 1}, which appends.")
            : null;
    }

    private static (int First, int Count) RangeOf(RewriteArguments arguments, bool exists, int lineCount)
    {
        if (!exists || arguments.Start is not { } start) return (1, lineCount);
        var end = Math.Min(arguments.End ?? start, lineCount);
        return (start, Math.Max(0, end - start + 1));
    }

    private static Observation Refuse(string reason) => Observation.Failure($"Rewrite failed. Error message:\n{reason}");
}
